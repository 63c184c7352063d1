import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { takeFile } from '../api/file';
import { upload } from '../api/upload';
import type { AskedEvidence, CaseOutboundPhoto, Evidence, EvidenceAsked, EvidenceEntry, EvidenceItem, EvidencePiece, EvidenceRequest } from '../api/wire';
import { keys } from './keys';

/** A hint may be lost. */
const again = 30_000;

export function evidenceQuery(caseId: string) {
  return queryOptions({
    queryKey: keys.ofCase(caseId),
    queryFn: ({ signal }): Promise<Evidence> => need(client.GET('/api/cases/{id}/evidence', { params: { path: { id: caseId } }, signal })),
    refetchInterval: again,
  });
}

export function custodyQuery(id: string) {
  return queryOptions({
    queryKey: keys.custody(id),
    queryFn: async ({ signal }): Promise<EvidenceEntry[]> => (await need(client.GET('/api/evidence/{id}/custody', { params: { path: { id } }, signal }))).entries,
  });
}

/** How the goods of the order of a case left, for who may read orders. */
export function photosQuery(caseId: string) {
  return queryOptions({
    queryKey: keys.photosOfCase(caseId),
    queryFn: async ({ signal }): Promise<CaseOutboundPhoto[]> => (await need(client.GET('/api/cases/{id}/outbound', { params: { path: { id: caseId } }, signal }))).items,
  });
}

/** After anything that was done, or that somebody else was faster with. */
export function useEvidenceChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

export function take(caseId: string, fileIds: string[], piece: string): Promise<Evidence> {
  return need(client.POST('/api/cases/{id}/evidence/from-chat', { params: { path: { id: caseId } }, body: { file_ids: fileIds, piece } }));
}

export function add(caseId: string, piece: string, file: File, progress: (part: number) => void): Promise<EvidenceItem> {
  return upload<EvidenceItem>(`/api/cases/${encodeURIComponent(caseId)}/evidence?piece=${encodeURIComponent(piece)}`, file, progress, new AbortController().signal);
}

export function waive(caseId: string, piece: EvidencePiece, reason: string): Promise<Evidence> {
  return need(client.PUT('/api/cases/{id}/evidence/pieces/{piece}', { params: { path: { id: caseId, piece: piece.id } }, body: { version: piece.version, reason } }));
}

export async function sort(item: EvidenceItem, piece: string): Promise<void> {
  await need(client.PUT('/api/evidence/{id}/piece', { params: { path: { id: item.id } }, body: { version: item.version, piece } }));
}

export interface Asking {
  words: string;
  pieces: EvidenceAsked[];
  days: number;
  send: boolean;
}

export function ask(caseId: string, body: Asking, key: string): Promise<AskedEvidence> {
  return need(client.POST('/api/cases/{id}/evidence/requests', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body }));
}

export async function addressOf(id: string): Promise<string> {
  return (await need(client.POST('/api/evidence-requests/{id}/address', { params: { path: { id } } }))).address;
}

export async function revoke({ id, version }: EvidenceRequest): Promise<void> {
  await need(client.POST('/api/evidence-requests/{id}/revoke', { params: { path: { id } }, body: { version } }));
}

/** Hands all evidence of a case to the browser as an archive; that it left is noted with each item. */
export function takePack(caseId: string, name: string): Promise<void> {
  return takeFile(`/api/cases/${encodeURIComponent(caseId)}/evidence/export`, name);
}
