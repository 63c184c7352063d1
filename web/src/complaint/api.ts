import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Case, CaseFacts, paths } from '../api/wire';
import { keys as conversationKeys } from '../conversation/api';

export const keys = {
  all: ['case'] as const,
  one: (id: string) => ['case', id] as const,
};

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => need(client.GET('/api/cases/{id}', { params: { path: { id } }, signal })),
  });
}

export function openCase(conversationId: string, facts: CaseFacts, key: string): Promise<Case> {
  return need(client.POST('/api/conversations/{id}/cases', {
    params: { path: { id: conversationId }, header: { 'Idempotency-Key': key } },
    body: facts,
  }));
}

export function changeCase(id: string, version: number, facts: CaseFacts): Promise<Case> {
  return need(client.PATCH('/api/cases/{id}', { params: { path: { id } }, body: { version, ...facts } }));
}

export function askOutcome({ id, version }: Case, text: string): Promise<Case> {
  return need(client.POST('/api/cases/{id}/outcome', { params: { path: { id } }, body: { version, text } }));
}

type Post = Extract<{ [Path in keyof paths]: paths[Path] extends { post: { parameters: { path: { id: string } } } } ? Path : never }[keyof paths], `/api/cases/{id}/${string}`>;
type Body<Path extends Post> = paths[Path]['post'] extends { requestBody: { content: { 'application/json': infer B } } } ? Omit<B, 'version' | '$schema'> : never;

/** Does something to a case, from the version that was read. */
export function act<Path extends Post>(path: Path, { id, version }: Case, body: Body<Path>): Promise<Case> {
  return need(client.POST(path as '/api/cases/{id}/accept', { params: { path: { id } }, body: { version, ...body } }));
}

/** Fetches again what a change to a case of this conversation may have touched. */
export function useCaseChanged(conversationId: string): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    const touched = [
      conversationKeys.detail(conversationId), conversationKeys.thread(conversationId),
      conversationKeys.queues, keys.all,
    ];
    await Promise.all(touched.map((queryKey) => cache.invalidateQueries({ queryKey })));
  };
}
