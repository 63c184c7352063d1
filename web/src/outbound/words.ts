import { addWords, useT as useAnyT, type Args, type Key } from '../i18n';
import en from '../i18n/outbound.en.json';
import zhCN from '../i18n/outbound.zh-CN.json';

// They come with these parts, since the first page has no use for them.
addWords(zhCN, en);

/** t for these parts, which have words of their own. */
export const useT = useAnyT as () => (key: Key | keyof typeof zhCN, args?: Args) => string;
