import { queryOptions } from '@tanstack/react-query';
import { client, need, newKey } from '../api/client';
import { upload } from '../api/upload';
import type { FileInfo, PasteDraft, PasteKept, PastePreview } from '../api/wire';
import { uploadPath, writeNote } from './api';

/** What the server reads in a chat; it keeps nothing. */
export function readPaste(draft: PasteDraft, signal?: AbortSignal): Promise<PastePreview> {
  return need(client.POST('/api/pastes/preview', { body: draft, signal }));
}

export function previewQuery(draft: PasteDraft) {
  return queryOptions({
    queryKey: ['paste', draft],
    queryFn: ({ signal }) => readPaste(draft, signal),
    enabled: draft.text.trim() !== '',
    gcTime: 30_000,
    retry: false,
  });
}

export function keepPaste(draft: PasteDraft, version: number): Promise<PasteKept> {
  return need(client.POST('/api/pastes', { body: { ...draft, version } }));
}

/** Screenshots are evidence and no answer to anybody: a note for the team holds them. */
export async function keepShots(id: string, shots: File[]): Promise<void> {
  const sent: FileInfo[] = [];
  for (const shot of shots) sent.push(await upload(uploadPath(id), shot, () => undefined, new AbortController().signal));
  if (sent.length > 0) await writeNote(id, { text: '', file_ids: sent.map((file) => file.id), mentions: [] }, newKey());
}
