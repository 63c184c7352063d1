import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Case, Rating } from '../api/wire';
import { keys } from '../complaint/api';

/** How a case is shared with its buyer, and what they said of it. Read anew with the case. */
export function followUpQuery(caseId: string) {
  return queryOptions({
    queryKey: [...keys.one(caseId), 'follow-up'] as const,
    queryFn: ({ signal }) => need(client.GET('/api/cases/{id}/follow-up', { params: { path: { id: caseId } }, signal })),
  });
}

/** The address of the buyer's progress page; with send the buyer gets it as a card, once for a key. */
export async function shareProgress(caseId: string, send: boolean, key: string): Promise<string> {
  const { url } = await need(client.POST('/api/cases/{id}/progress-link', {
    params: { path: { id: caseId }, header: { 'Idempotency-Key': key } },
    body: { send },
  }));
  return url;
}

export async function revokeProgress(caseId: string): Promise<void> {
  await need(client.DELETE('/api/cases/{id}/progress-link', { params: { path: { id: caseId } } }));
}

export async function renewServiceCode(caseId: string, key: string): Promise<void> {
  await need(client.POST('/api/cases/{id}/service-code', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } } }));
}

/** Takes a message of the buyer as their rating. */
export function markRating({ id, version }: Case, seq: number, score: number, repeated: Rating['repeated']): Promise<Rating> {
  return need(client.POST('/api/cases/{id}/rating', { params: { path: { id } }, body: { version, seq, score, repeated } }));
}
