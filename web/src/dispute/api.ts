import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { takeFile } from '../api/file';
import { upload } from '../api/upload';
import type { Dispute, DisputeClocks, DisputeDetail, DisputeItem, DisputePage, DisputeReport, RegisteredDispute } from '../api/wire';
import { keys, type DisputeFilter } from './keys';

export const kinds = ['after_sale', 'intervention', 'gov12315', 'gov12345', 'public_site', 'legal', 'other'] as const;
export const platforms = ['taobao', 'douyin', 'jd', 'pdd', 'kuaishou', 'xiaohongshu', 'wechat', 'other', 'none'] as const;
export const reasons = ['quality', 'not_as_described', 'counterfeit', 'late', 'lost', 'refund', 'return_refused', 'price_invoice', 'service', 'food_safety', 'privacy', 'other'] as const;
export const outcomes = ['won', 'partly', 'lost', 'settled', 'withdrawn'] as const;

/** A hint may be lost. */
const again = 30_000;

export function disputesQuery({ shop, kind, reason, mine, overdue, decided }: DisputeFilter) {
  const states: Dispute['state'][] = decided ? ['decided'] : ['open', 'asked_more', 'answered', 'appealed'];
  const query = { shop, kind, reason, mine, overdue, states };
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'page', query],
    queryFn: ({ pageParam, signal }): Promise<DisputePage> => need(client.GET('/api/disputes', { params: { query: { ...query, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: again,
  });
}

export function disputeQuery(id: string) {
  return queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }): Promise<DisputeDetail> => need(client.GET('/api/disputes/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
    refetchInterval: again,
  });
}

export function caseDisputesQuery(id: string) {
  return queryOptions({
    queryKey: keys.ofCase(id),
    queryFn: async ({ signal }): Promise<Dispute[]> => (await need(client.GET('/api/cases/{id}/disputes', { params: { path: { id } }, signal }))).items,
  });
}

export function reportQuery(shop: string, months: number) {
  return queryOptions({
    queryKey: [...keys.all, 'report', shop, months],
    queryFn: ({ signal }): Promise<DisputeReport> => need(client.GET('/api/shops/{id}/dispute-report', { params: { path: { id: shop }, query: { months } }, signal })),
    enabled: shop !== '',
  });
}

export function clocksQuery(shop: string) {
  return queryOptions({
    queryKey: [...keys.all, 'clocks', shop],
    queryFn: ({ signal }): Promise<DisputeClocks> => need(client.GET('/api/shops/{id}/dispute-clocks', { params: { path: { id: shop } }, signal })),
    enabled: shop !== '',
  });
}

/** After anything that was done, or that somebody else was faster with. */
export function useDisputesChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

export interface Registering {
  shop_id: string;
  kind: string;
  platform: string;
  number: string;
  received_at: string;
  due_at?: string;
  reason: (typeof reasons)[number];
  demand: string;
  amount: number;
  case_id?: string;
  order_no: string;
}

export function register(body: Registering, key: string): Promise<RegisteredDispute> {
  return need(client.POST('/api/disputes', { params: { header: { 'Idempotency-Key': key } }, body }));
}

/** What may be put right later: what it is about, and who answers for it. */
export type Facts = Pick<Registering, 'reason' | 'demand' | 'amount' | 'case_id' | 'order_no'> & { owner_id: string };

export function change({ id, version }: Dispute, facts: Facts): Promise<DisputeDetail> {
  return need(client.PUT('/api/disputes/{id}', { params: { path: { id } }, body: { version, ...facts } }));
}

export interface Moving {
  verb: 'answer' | 'ask' | 'decide' | 'execute' | 'appeal';
  note?: string;
  due_at?: string;
  outcome?: string;
  paid?: number;
}

export function move({ id, version }: Dispute, body: Moving): Promise<DisputeDetail> {
  return need(client.POST('/api/disputes/{id}/moves', { params: { path: { id } }, body: { version, ...body } }));
}

export function correct({ id, version }: Dispute, due_at: string, reason: string): Promise<DisputeDetail> {
  return need(client.PUT('/api/disputes/{id}/deadline', { params: { path: { id } }, body: { version, due_at, reason } }));
}

export function state({ id, version }: Dispute, text: string): Promise<DisputeDetail> {
  return need(client.PUT('/api/disputes/{id}/statement', { params: { path: { id } }, body: { version, text } }));
}

export function waive({ id, version }: Dispute, piece: DisputeItem['piece'], reason: string): Promise<DisputeDetail> {
  return need(client.PUT('/api/disputes/{id}/pieces/{piece}', { params: { path: { id, piece } }, body: { version, reason } }));
}

export function addFile(id: string, piece: string, file: File): Promise<unknown> {
  return upload<unknown>(`/api/disputes/${encodeURIComponent(id)}/pieces/${piece}/files`, file, () => undefined, new AbortController().signal);
}

export function removeFile(id: string): Promise<DisputeDetail> {
  return need(client.POST('/api/dispute-files/{id}/remove', { params: { path: { id } } }));
}

export function saveClocks(shop: string, body: DisputeClocks): Promise<DisputeClocks> {
  return need(client.PUT('/api/shops/{id}/dispute-clocks', { params: { path: { id: shop } }, body }));
}

/** Fetches the pack and hands it to the browser as a file. */
export function takePack({ id, number }: Dispute): Promise<void> {
  return takeFile(`/api/disputes/${encodeURIComponent(id)}/export`, `${number}.zip`);
}
