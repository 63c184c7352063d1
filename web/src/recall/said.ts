import { addWords } from '../i18n';
import en from '../i18n/recall.en.json';
import zhCN from '../i18n/recall.zh-CN.json';

// Importing this is enough: what is said about recalls comes with the screens that say it.
addWords(zhCN, en);
