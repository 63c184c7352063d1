import { addWords } from '../i18n';
import en from '../i18n/shipment.en.json';
import zhCN from '../i18n/shipment.zh-CN.json';

// What is said about parcels comes with the screens that say it.
addWords(zhCN, en);
