import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { BulkItem, BulkResult, Conversation, QueueQuery, SavedView, TransferDraft } from '../api/wire';

// Who looks after which conversation, when it comes back, and the named views.

export const savedKey = ['saved-views'] as const;

export function assign({ id, version }: Conversation, draft: TransferDraft): Promise<Conversation> {
  return need(client.POST('/api/conversations/{id}/assign', { params: { path: { id } }, body: { ...draft, version } }));
}

export function snooze({ id, version }: Conversation, until: number): Promise<Conversation> {
  return need(client.POST('/api/conversations/{id}/snooze', {
    params: { path: { id } }, body: { version, until: new Date(until).toISOString() },
  }));
}

export function unsnooze({ id, version }: Conversation): Promise<Conversation> {
  return need(client.POST('/api/conversations/{id}/unsnooze', { params: { path: { id } }, body: { version } }));
}

export async function assignMany(items: BulkItem[], draft: TransferDraft): Promise<BulkResult[]> {
  return (await need(client.POST('/api/bulk/assign', { body: { ...draft, items } }))).results;
}

export async function snoozeMany(items: BulkItem[], until: number): Promise<BulkResult[]> {
  return (await need(client.POST('/api/bulk/snooze', { body: { items, until: new Date(until).toISOString() } }))).results;
}

export async function markManyRead(items: BulkItem[]): Promise<BulkResult[]> {
  return (await need(client.POST('/api/bulk/read', { body: { items } }))).results;
}

export const savedQuery = queryOptions({
  queryKey: savedKey,
  queryFn: async ({ signal }): Promise<SavedView[]> => (await need(client.GET('/api/saved-views', { signal }))).items,
});

export interface ViewDraft {
  name: string;
  shop_id: string;
  query: QueueQuery;
}

export function createView(draft: ViewDraft, key: string): Promise<SavedView> {
  return need(client.POST('/api/saved-views', { params: { header: { 'Idempotency-Key': key } }, body: draft }));
}

export function changeView({ id, version }: SavedView, draft: ViewDraft): Promise<SavedView> {
  return need(client.PUT('/api/saved-views/{id}', { params: { path: { id } }, body: { ...draft, version } }));
}

export async function removeView({ id, version }: SavedView): Promise<void> {
  await need(client.POST('/api/saved-views/{id}/remove', { params: { path: { id } }, body: { version } }));
}
