import { addWords } from '../i18n';
import en from '../i18n/playbook.en.json';
import zh from '../i18n/playbook.zh-CN.json';

// Importing this is enough: what is said about playbooks comes with the screens that say it.
addWords(zh, en);
