// What the console needs before any page of disputes is fetched.

export type Tab = 'list' | 'report' | 'clocks';

/** What narrows the page of outside disputes; nothing means all that are not decided. */
export interface DisputeFilter {
  tab?: Tab;
  id?: string;
  shop?: string;
  kind?: string;
  reason?: string;
  mine?: boolean;
  overdue?: boolean;
  decided?: boolean;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);

/** The filter in an address, whatever somebody wrote there. */
export function readDisputes(search: Record<string, unknown>): DisputeFilter {
  return {
    tab: search.tab === 'report' || search.tab === 'clocks' ? search.tab : undefined, id: word(search.id), shop: word(search.shop), kind: word(search.kind),
    reason: word(search.reason), mine: yes(search.mine), overdue: yes(search.overdue), decided: yes(search.decided),
  };
}

export const keys = {
  all: ['disputes'] as const,
  one: (id: string) => ['disputes', 'one', id] as const,
  ofCase: (id: string) => ['disputes', 'case', id] as const,
};
