import { addWords } from '../i18n';
import en from '../i18n/automation.en.json';
import zh from '../i18n/automation.zh-CN.json';

// Importing this is enough: these words come with the screens that say them.
addWords(zh, en);
