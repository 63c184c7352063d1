import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { RosterEntry, RosterWeek, Shift, ShiftDraft } from '../api/wire';

export const keys = {
  all: ['roster'] as const,
  week: (shop: string, week: string) => ['roster', shop, week] as const,
};

/** The plan of a week; this week for an empty one. */
export function weekQuery(shop: string, week: string) {
  return queryOptions({
    queryKey: keys.week(shop, week),
    queryFn: ({ signal }): Promise<RosterWeek> =>
      need(client.GET('/api/shops/{id}/roster', { params: { path: { id: shop }, query: { week: week || undefined } }, signal })),
    enabled: shop !== '',
  });
}

export function savePlan({ shop_id: id, week, version }: RosterWeek, entries: RosterEntry[]): Promise<RosterWeek> {
  return need(client.PUT('/api/shops/{id}/roster', { params: { path: { id } }, body: { week, version, entries } }));
}

export function copyWeek({ shop_id: id, week, version }: RosterWeek): Promise<RosterWeek> {
  return need(client.POST('/api/shops/{id}/roster/copy', { params: { path: { id } }, body: { week, version } }));
}

export function publish({ shop_id: id, week, version }: RosterWeek): Promise<RosterWeek> {
  return need(client.POST('/api/shops/{id}/roster/publish', { params: { path: { id } }, body: { week, version } }));
}

export function addShift(shop: string, key: string, body: ShiftDraft): Promise<Shift> {
  return need(client.POST('/api/shops/{id}/shifts', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function changeShift({ id, version }: Shift, body: ShiftDraft): Promise<Shift> {
  return need(client.PUT('/api/shifts/{id}', { params: { path: { id } }, body: { ...body, version } }));
}

export async function removeShift({ id, version }: Shift): Promise<void> {
  await need(client.POST('/api/shifts/{id}/remove', { params: { path: { id } }, body: { version } }));
}
