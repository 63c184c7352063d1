export const keys = {
  all: ['recalls'] as const,
  list: ['recalls', 'list'] as const,
  one: (id: string) => ['recalls', 'one', id] as const,
  buyers: (id: string, state: string) => ['recalls', 'buyers', id, state] as const,
  ofCase: (id: string) => ['recalls', 'case', id] as const,
};

/** What the address says: the recall that is open, if one is. */
export interface RecallPlace { id?: string }

export function readRecalls(search: Record<string, unknown>): RecallPlace {
  return typeof search.id === 'string' && search.id !== '' ? { id: search.id } : {};
}
