import { addWords, language, useT as useAnyT, type Args, type Key } from '../i18n';
import en from '../i18n/evidence.en.json';
import zhCN from '../i18n/evidence.zh-CN.json';
import type { EvidencePiece } from '../api/wire';

// They come with these parts, since the first page has no use for them.
addWords(zhCN, en);

/** t for these parts, which have words of their own. */
export const useT = useAnyT as () => (key: Key | keyof typeof zhCN, args?: Args) => string;

/** What a piece of the checklist is called. */
export function pieceName(piece: Pick<EvidencePiece, 'zh' | 'en'>): string {
  return language() === 'en' ? piece.en : piece.zh;
}

/** What the buyer is asked: the piece without what is for the team. Buyers are written to in Chinese. */
export function askedName(piece: Pick<EvidencePiece, 'zh'>): string {
  return piece.zh.replace(/\uff08[^\uff09]*\uff09$/, '');
}
