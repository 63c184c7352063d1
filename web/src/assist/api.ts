import { client, need } from '../api/client';
import type { Advice, Finding } from '../api/wire';

export type Response = 'applied' | 'ignored' | 'mistaken' | 'verified' | 'wished';

/** What the language engines see in a draft. */
export function advise(conversation: string, text: string, signal?: AbortSignal): Promise<Advice> {
  return need(client.POST('/api/conversations/{id}/advice', { params: { path: { id: conversation } }, body: { text }, signal }));
}

/** Tells what was done about findings. It is for statistics: nobody waits for it, and a lost one is lost. */
export function react(conversation: string, findings: Finding[], response: Response): void {
  const items = findings.map(({ rule, version }) => ({ rule, version, response }));
  if (items.length === 0) return;
  need(client.POST('/api/conversations/{id}/advice/reactions', { params: { path: { id: conversation } }, body: { items } })).catch(() => undefined);
}
