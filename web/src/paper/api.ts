import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { EvidenceItem, OfferedPaper, Paper, PaperPage } from '../api/wire';
import { keys as evidence } from '../evidence/keys';
import { keys, type PaperFilter } from './keys';

export function papersQuery(shop: string, { kind, words, ending, retired }: PaperFilter) {
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'list', shop, kind, words, ending, retired] as const,
    queryFn: ({ pageParam: after, signal }): Promise<PaperPage> => need(client.GET('/api/shops/{id}/papers', { params: { path: { id: shop }, query: { kind, words, ending, retired, after } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
}

/** Below the key of the evidence too: what was taken is marked. */
export function offeredQuery(caseId: string) {
  return queryOptions({
    queryKey: [...keys.all, 'case', caseId] as const,
    queryFn: async ({ signal }): Promise<OfferedPaper[]> => (await need(client.GET('/api/cases/{id}/papers', { params: { path: { id: caseId } }, signal }))).items,
  });
}

export function usePapersChanged(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () => Promise.all([cache.invalidateQueries({ queryKey: keys.all }), cache.invalidateQueries({ queryKey: evidence.all })]);
}

export interface PaperDraft {
  kind: string;
  title: string;
  codes: string[];
  batch: string;
  ends_on: string;
  note: string;
}

export function addPaper(shop: string, { codes, ...draft }: PaperDraft, file: File, progress: (part: number) => void): Promise<Paper> {
  const query = new URLSearchParams({ ...draft, codes: codes.join(',') });
  return upload<Paper>(`/api/shops/${encodeURIComponent(shop)}/papers?${query}`, file, progress, new AbortController().signal);
}

export function changePaper({ id, version }: Paper, draft: PaperDraft): Promise<Paper> {
  return need(client.PUT('/api/papers/{id}', { params: { path: { id } }, body: { version, ...draft } }));
}

export function retirePaper({ id, version }: Paper, retired: boolean): Promise<Paper> {
  return need(client.POST('/api/papers/{id}/retire', { params: { path: { id } }, body: { version, retired } }));
}

export function attach(caseId: string, paper: string): Promise<EvidenceItem> {
  return need(client.POST('/api/cases/{id}/papers', { params: { path: { id: caseId } }, body: { paper } }));
}
