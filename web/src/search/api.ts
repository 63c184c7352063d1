import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Hit, HitPage } from '../api/wire';
import { instant } from '../ui/time';

export const hitKinds = ['message', 'case', 'order', 'customer', 'colleague'] as const;
export type HitKind = (typeof hitKinds)[number];
export const states = ['open', 'closed'] as const;

/** What is looked for, as it stands in the address. Days are of the zone of the screen. */
export interface Look {
  q?: string;
  kind?: HitKind;
  shop?: string;
  owner?: string;
  state?: (typeof states)[number];
  from?: string;
  to?: string;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const date = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

/** What an address says, whatever somebody wrote there. */
export function readLook(search: Record<string, unknown>): Look {
  return {
    q: word(search.q)?.slice(0, 200), kind: hitKinds.find((each) => each === search.kind), shop: word(search.shop), owner: word(search.owner),
    state: states.find((each) => each === search.state), from: date(search.from), to: date(search.to),
  };
}

/** The first moment of a day, or of one some days later, in a zone. */
export function dayStart(day: string | undefined, zone: string, later = 0): string | undefined {
  if (!day) return undefined;
  const [year, month, number] = day.split('-').map(Number) as [number, number, number];
  return new Date(instant({ year, month, day: number + later, hour: 0, minute: 0 }, zone)).toISOString();
}

export function hitsQuery({ q = '', from, to, ...rest }: Look, zone: string) {
  const query = { ...rest, q: q.trim(), from: dayStart(from, zone), to: dayStart(to, zone, 1) };
  return infiniteQueryOptions({
    queryKey: ['search', query],
    queryFn: ({ pageParam, signal }): Promise<HitPage> =>
      need(client.GET('/api/search', { params: { query: { ...query, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    enabled: query.q !== '',
    staleTime: 0,
  });
}

/** The newest few of each kind, while somebody types. */
export function firstQuery(words: string) {
  const q = words.trim();
  return queryOptions({
    queryKey: ['search', 'first', q],
    queryFn: async ({ signal }): Promise<Hit[]> => (await need(client.GET('/api/search/first', { params: { query: { q } }, signal }))).items,
    enabled: q !== '',
    placeholderData: q === '' ? undefined : keepPreviousData,
    staleTime: 5_000,
  });
}
