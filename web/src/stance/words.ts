import { addWords, useT as useAnyT, type Args, type Key } from '../i18n';
import en from '../i18n/stance.en.json';
import zhCN from '../i18n/stance.zh-CN.json';

// They come with this part, since the first page has no use for them.
addWords(zhCN, en);

/** t for this part, which has words of its own. */
export const useT = useAnyT as () => (key: Key | keyof typeof zhCN, args?: Args) => string;
