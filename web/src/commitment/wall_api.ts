import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Bulk, BulkPlan, BulkPreview, Register, WallPage } from '../api/wire';

export const wallViews = ['open', 'broken', 'today', 'later', 'settled'] as const;
export type WallView = (typeof wallViews)[number];
export const outcomes = ['kept', 'updated', 'waived', 'broken'] as const;

/** What narrows the wall; nothing means all that are open. */
export interface WallFilter {
  view?: WallView;
  shop?: string;
  owner?: string;
  department?: string;
  outcome?: (typeof outcomes)[number];
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

/** The filter in an address, whatever somebody wrote there. */
export function readWall(search: Record<string, unknown>): WallFilter {
  return {
    view: wallViews.find((each) => each === search.view && each !== 'open'),
    shop: word(search.shop), owner: word(search.owner), department: word(search.department),
    outcome: outcomes.find((each) => each === search.outcome),
  };
}

export const keys = {
  wall: ['wall'] as const,
  bulk: (id: string) => ['bulk', id] as const,
};

export function wallQuery({ view = 'open', shop, owner, department, outcome }: WallFilter) {
  const query = { view, shop, owner, department, outcome: view === 'settled' ? outcome : undefined };
  return infiniteQueryOptions({
    queryKey: [...keys.wall, 'rows', query],
    queryFn: ({ pageParam, signal }): Promise<WallPage> =>
      need(client.GET('/api/commitments', { params: { query: { ...query, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

export function registerQuery(shop: string | undefined, days: number) {
  return queryOptions({
    queryKey: [...keys.wall, 'register', shop ?? '', days],
    queryFn: ({ signal }): Promise<Register> => need(client.GET('/api/commitments/register', { params: { query: { shop, days } }, signal })),
  });
}

export function previewBulk(plan: BulkPlan, { view, owner, department }: WallFilter): Promise<BulkPreview> {
  const filter = { view: view === 'settled' ? undefined : view, owner_id: owner, department_id: department };
  return need(client.POST('/api/commitments/bulk/preview', { body: { ...plan, filter } }));
}

export function startBulk(plan: BulkPlan, { as_of, items }: BulkPreview, key: string): Promise<Bulk> {
  return need(client.POST('/api/commitments/bulk', {
    params: { header: { 'Idempotency-Key': key } },
    body: { ...plan, as_of, items: items.map(({ id, version }) => ({ id, version })) },
  }));
}

export function bulkQuery(id: string) {
  return queryOptions({
    queryKey: keys.bulk(id),
    queryFn: ({ signal }): Promise<Bulk> => need(client.GET('/api/commitments/bulk/{id}', { params: { path: { id } }, signal })),
    // A hint may be lost; the work takes seconds.
    refetchInterval: ({ state }) => (state.data?.ended_at ? false : 2_000),
  });
}
