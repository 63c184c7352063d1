import { addWords } from '../i18n';
import en from '../i18n/policy.en.json';
import zh from '../i18n/policy.zh-CN.json';

// Importing this is enough: what is said about policy comes with the screens that say it.
addWords(zh, en);
