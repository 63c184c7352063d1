import { addWords } from '../i18n';
import en from '../i18n/quickreply.en.json';
import zhCN from '../i18n/quickreply.zh-CN.json';

// They come with this page, since the first one has no use for them.
addWords(zhCN, en);
