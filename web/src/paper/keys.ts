// What the console needs before any page of papers is fetched.
export const keys = { all: ['papers'] as const };

/** What narrows the list of papers. */
export interface PaperFilter {
  shop?: string;
  kind?: 'authorisation' | 'purchase' | 'inspection' | 'other';
  words?: string;
  ending?: boolean;
  retired?: boolean;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);

/** The filter in an address, whatever somebody wrote there. */
export function readPapers(search: Record<string, unknown>): PaperFilter {
  return {
    shop: word(search.shop), kind: (['authorisation', 'purchase', 'inspection', 'other'] as const).find((each) => each === search.kind),
    words: word(search.words), ending: yes(search.ending), retired: yes(search.retired),
  };
}
