import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Conversation, MergeCandidate, Merging, Mergings } from '../api/wire';

// Two conversations that turn out to be with one buyer, and taking that back.

export const mergingsKey = (id: string) => ['mergings', id] as const;

/** What was merged into a conversation, and into which it was merged itself. */
export function mergingsQuery(id: string) {
  return queryOptions({
    queryKey: mergingsKey(id),
    queryFn: ({ signal }): Promise<Mergings> =>
      need(client.GET('/api/conversations/{id}/mergings', { params: { path: { id } }, signal })),
  });
}

export function candidatesQuery(id: string, words: string) {
  return queryOptions({
    queryKey: ['merge-candidates', id, words] as const,
    queryFn: async ({ signal }): Promise<MergeCandidate[]> =>
      (await need(client.GET('/api/conversations/{id}/merge-candidates', { params: { path: { id }, query: { words } }, signal }))).items,
    gcTime: 0,
    // The list stays under the pointer until another one is there.
    placeholderData: keepPreviousData,
  });
}

/** Lets a conversation go on in another one. */
export function merge(source: Conversation, target: MergeCandidate, key: string): Promise<Merging> {
  return need(client.POST('/api/conversations/{id}/mergings', {
    params: { path: { id: target.conversation_id }, header: { 'Idempotency-Key': key } },
    body: { version: target.version, source_id: source.id, source_version: source.version },
  }));
}

export function undo({ id, version }: Merging): Promise<Merging> {
  return need(client.POST('/api/mergings/{id}/undo', { params: { path: { id } }, body: { version } }));
}
