import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { QuickReplies, QuickRepliesAdded, QuickReply, QuickReplyDraft, QuickReplyOffer, QuickReplyOffers } from '../api/wire';
import { keys } from './keys';

export function repliesQuery(shop: string) {
  return queryOptions({
    queryKey: keys.ofShop(shop),
    queryFn: ({ signal }): Promise<QuickReplies> => need(client.GET('/api/shops/{id}/quick-replies', { params: { path: { id: shop } }, signal })),
  });
}

/** As a conversation would have them; what it says of its order may change at any time. */
export function offersQuery(conversation: string, wanted: boolean) {
  return queryOptions({
    queryKey: keys.offers(conversation),
    enabled: wanted,
    queryFn: ({ signal }): Promise<QuickReplyOffers> => need(client.GET('/api/conversations/{id}/quick-replies', { params: { path: { id: conversation } }, signal })),
  });
}

export const takeReply = (id: string, conversation: string): Promise<QuickReplyOffer> => need(client.POST('/api/quick-replies/{id}/use', { params: { path: { id } }, body: { conversation_id: conversation } }));

export const addReply = (shop: string, own: boolean, draft: QuickReplyDraft, key: string): Promise<QuickReply> => need(client.POST('/api/shops/{id}/quick-replies', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body: { own, ...draft } }));
export const changeReply = (id: string, version: number, draft: QuickReplyDraft): Promise<QuickReply> => need(client.PUT('/api/quick-replies/{id}', { params: { path: { id } }, body: { version, ...draft } }));
export const removeReply = ({ id, version }: QuickReply): Promise<unknown> => need(client.POST('/api/quick-replies/{id}/remove', { params: { path: { id } }, body: { version } }));

export function importReplies(shop: string, file: File): Promise<QuickRepliesAdded> {
  return upload<QuickRepliesAdded>(`/api/shops/${encodeURIComponent(shop)}/quick-replies/import`, file, () => undefined, new AbortController().signal);
}

export const exportUrl = (shop: string, format: 'csv' | 'xlsx') => `/api/shops/${encodeURIComponent(shop)}/quick-replies/export?format=${format}`;
