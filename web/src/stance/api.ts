import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { takeFile } from '../api/file';
import type { Stance, StanceOfCase, StanceStep } from '../api/wire';
import { keys } from './keys';

/** A hint may be lost. */
const again = 30_000;

/** What can be seen in a case; head is the number of the last message that was said. */
export function stanceQuery(id: string, head: number) {
  return queryOptions({
    queryKey: [...keys.ofCase(id), head],
    queryFn: ({ signal }): Promise<StanceOfCase> => need(client.GET('/api/cases/{id}/stance', { params: { path: { id } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: again,
  });
}

/** After anything that was done, or that somebody else was faster with. */
export function useStanceChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

export function open(caseId: string, words: string, key: string): Promise<StanceOfCase> {
  return need(client.POST('/api/cases/{id}/stance', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body: { words } }));
}

export type Saying = 'position' | 'offer' | 'final';

export function say({ id, version }: Stance, verb: Saying, text: string, key: string): Promise<StanceOfCase> {
  return need(client.POST('/api/stances/{id}/steps', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { version, verb, text } }));
}

export function weigh({ id, version }: Stance, facts: Record<string, string>): Promise<StanceOfCase> {
  return need(client.PUT('/api/stances/{id}/facts', { params: { path: { id } }, body: { version, facts } }));
}

export type Outcome = Exclude<StanceStep['outcome'], ''>;

export function end({ id, version }: Stance, outcome: Outcome, words: string): Promise<StanceOfCase> {
  return need(client.POST('/api/stances/{id}/close', { params: { path: { id } }, body: { version, outcome, words } }));
}

export function reopen({ id, version }: Stance, words: string): Promise<StanceOfCase> {
  return need(client.POST('/api/stances/{id}/reopen', { params: { path: { id } }, body: { version, words } }));
}

/** Hands the pack of the appeal to the browser as an archive; that it left is a step of the stance. */
export function takeAppeal({ id }: Stance, name: string): Promise<void> {
  return takeFile(`/api/stances/${encodeURIComponent(id)}/export`, name);
}
