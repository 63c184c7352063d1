import { addWords } from '../i18n';
import en from '../i18n/compensation.en.json';
import zhCN from '../i18n/compensation.zh-CN.json';

// They come with these pages, since the first one has no use for them.
addWords(zhCN, en);
