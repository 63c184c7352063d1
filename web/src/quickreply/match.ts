import type { QuickReplyOffer } from '../api/wire';

/** How many are shown at once. */
const shown = 8;

/**
 * What is looked for by a draft that is nothing but a slash and a word, or null. With
 * Chinese punctuation the key of the slash writes the comma of lists, and is meant all the same.
 */
export function sought(text: string): string | null {
  return /^[/\uff0f\u3001](\S{0,20})$/u.exec(text)?.[1] ?? null;
}

/** Those in whose title, group or words it stands: titles first, and what holds before what does not. */
export function matching<T extends Pick<QuickReplyOffer, 'title' | 'group' | 'text' | 'state'>>(all: T[], words: string): T[] {
  const wanted = words.toLowerCase();
  const rank = ({ title, group, text, state }: T) => {
    const where = [title, group, text].findIndex((each) => each.toLowerCase().includes(wanted));
    return where < 0 ? -1 : where + (state === 'holds' ? 0 : 10);
  };
  return all.map((each) => ({ each, at: rank(each) })).filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at).slice(0, shown).map(({ each }) => each);
}
