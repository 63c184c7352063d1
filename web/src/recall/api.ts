import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Recall, RecallBuyers, RecallDraft, RecallList, RecallOfCase } from '../api/wire';
import { keys } from './keys';

/** A hint may be lost while many are told. */
const again = 10_000;

export const listQuery = infiniteQueryOptions({
  queryKey: keys.list,
  queryFn: ({ pageParam, signal }): Promise<RecallList> => need(client.GET('/api/recalls', { params: { query: { after: pageParam || undefined } }, signal })),
  initialPageParam: '',
  getNextPageParam: (page) => page.next || undefined,
  refetchInterval: again,
});

export function recallQuery(id: string) {
  return queryOptions({ queryKey: keys.one(id), refetchInterval: again, queryFn: ({ signal }): Promise<Recall> => need(client.GET('/api/recalls/{id}', { params: { path: { id } }, signal })) });
}

export function buyersQuery(id: string, state: '' | 'listed' | 'told' | 'same' | 'unreachable' | 'by_hand') {
  return infiniteQueryOptions({
    queryKey: keys.buyers(id, state),
    queryFn: ({ pageParam, signal }): Promise<RecallBuyers> => need(client.GET('/api/recalls/{id}/buyers', { params: { path: { id }, query: { state: state || undefined, after: pageParam } }, signal })),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: again,
  });
}

export function ofCaseQuery(id: string) {
  return queryOptions({ queryKey: keys.ofCase(id), queryFn: ({ signal }): Promise<RecallOfCase> => need(client.GET('/api/cases/{id}/recalls', { params: { path: { id } }, signal })) });
}

export function openRecall(draft: RecallDraft, key: string): Promise<Recall> {
  return need(client.POST('/api/recalls', { params: { header: { 'Idempotency-Key': key } }, body: draft }));
}

export const writeRecall = ({ id, version }: Recall, text: string): Promise<Recall> => need(client.POST('/api/recalls/{id}/message', { params: { path: { id } }, body: { version, text } }));
export const approveRecall = ({ id, version }: Recall): Promise<Recall> => need(client.POST('/api/recalls/{id}/approve', { params: { path: { id } }, body: { version } }));
export const finishTask = ({ id, version }: Recall, task: 'quality' | 'stock' | 'takedown', note: string): Promise<Recall> => need(client.POST('/api/recalls/{id}/task', { params: { path: { id } }, body: { version, task, note } }));
export const reachBuyer = ({ id, version }: Recall, n: number, note: string): Promise<Recall> => need(client.POST('/api/recalls/{id}/reach', { params: { path: { id } }, body: { version, n, note } }));
export const closeRecall = ({ id, version }: Recall, result: string): Promise<Recall> => need(client.POST('/api/recalls/{id}/close', { params: { path: { id } }, body: { version, result } }));

/** Says something to the buyer of a case; the same key says it once. */
export function advise(conversation: string, text: string, key: string) {
  return need(client.POST('/api/conversations/{id}/messages', { params: { path: { id: conversation }, header: { 'Idempotency-Key': key } }, body: { text } }));
}
