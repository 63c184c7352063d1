import { addWords } from '../i18n';
import en from '../i18n/option.en.json';
import zhCN from '../i18n/option.zh-CN.json';

// Importing this is enough: what is said about options comes with the screens that say it.
addWords(zhCN, en);
