import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Parcel, ParcelLine, ParcelList, ParcelQueue, ParcelRules, TrackingAccount, TrackingDraft } from '../api/wire';
import { keys, type ParcelFilter } from './keys';

/** A hint may be lost; a parcel is no hurry. */
const again = 30_000;

export function queueQuery({ state = 'open', kind, shop }: ParcelFilter) {
  return infiniteQueryOptions({
    queryKey: keys.queue(state, kind ?? '', shop ?? ''),
    queryFn: ({ pageParam, signal }): Promise<ParcelQueue> => need(client.GET('/api/parcel-troubles', { params: { query: { state, kind, shop, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: again,
  });
}

export function parcelsQuery(order: string) {
  return queryOptions({ queryKey: keys.ofOrder(order), queryFn: ({ signal }): Promise<ParcelList> => need(client.GET('/api/orders/{id}/parcels', { params: { path: { id: order } }, signal })) });
}

export function rulesQuery(shop: string) {
  return queryOptions({ queryKey: keys.rules(shop), queryFn: ({ signal }): Promise<ParcelRules> => need(client.GET('/api/shops/{id}/parcel-rules', { params: { path: { id: shop } }, signal })) });
}

export function accountQuery(shop: string) {
  return queryOptions({ queryKey: keys.account(shop), queryFn: ({ signal }): Promise<TrackingAccount> => need(client.GET('/api/shops/{id}/tracking', { params: { path: { id: shop } }, signal })) });
}

/** Fetches anew whatever is shown of parcels. */
export function useParcelsChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

const at = ({ id }: { id: string }) => ({ path: { id } });

export const tellBuyer = (line: ParcelLine, text: string): Promise<ParcelLine> => need(client.POST('/api/parcel-troubles/{id}/tell', { params: at(line), body: { version: line.version, text } }));
export const noteTold = (line: ParcelLine, note: string): Promise<ParcelLine> => need(client.POST('/api/parcel-troubles/{id}/told', { params: at(line), body: { version: line.version, note } }));
export const openParcelCase = (line: ParcelLine, summary: string): Promise<ParcelLine> => need(client.POST('/api/parcel-troubles/{id}/case', { params: at(line), body: { version: line.version, summary } }));
export const settleParcel = (line: ParcelLine, note: string): Promise<ParcelLine> => need(client.POST('/api/parcel-troubles/{id}/settle', { params: at(line), body: { version: line.version, note } }));
export const snoozeParcel = (line: ParcelLine, until: Date): Promise<ParcelLine> => need(client.POST('/api/parcel-troubles/{id}/snooze', { params: at(line), body: { version: line.version, until: until.toISOString() } }));

export function typeTrace(order: string, number: string, event: { at: Date; state: Parcel['state'] | ''; text: string }) {
  const state = event.state === 'declared' ? '' : event.state;
  return need(client.POST('/api/orders/{id}/parcels/trace', { params: { path: { id: order } }, body: { number, at: event.at.toISOString(), state, text: event.text } }));
}

export const setDue = (parcel: Parcel, due: Date | null) => need(client.POST('/api/parcels/{id}/due', { params: at(parcel), body: { version: parcel.version, at: due?.toISOString() } }));
export const refreshParcel = (parcel: Parcel) => need(client.POST('/api/parcels/{id}/refresh', { params: at(parcel) }));
export const importTraces = (shop: string, content: string) => need(client.POST('/api/shops/{id}/parcels/import', { params: { path: { id: shop } }, body: { content } }));

export const saveRules = (shop: string, rules: ParcelRules): Promise<ParcelRules> => need(client.PUT('/api/shops/{id}/parcel-rules', { params: { path: { id: shop } }, body: rules }));
export const saveAccount = (shop: string, draft: TrackingDraft): Promise<TrackingAccount> => need(client.PUT('/api/shops/{id}/tracking', { params: { path: { id: shop } }, body: draft }));
export const tryAccount = (shop: string, number: string) => need(client.POST('/api/shops/{id}/tracking/try', { params: { path: { id: shop } }, body: { number } }));
