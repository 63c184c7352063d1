export interface Part {
  text: string;
  href?: string;
}

// Chinese text and punctuation may follow an address without a space, and end it.
const ADDRESS = /https?:\/\/[^\s<>"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+/g;

/** Splits a text into words and web addresses. */
export function linked(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const href = match[0].replace(/[.,;:!?)\]}'"]+$/, '');
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: href, href });
    end = match.index + href.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** Length in code points, as the server counts. */
export const runes = (text: string): number => [...text].length;
