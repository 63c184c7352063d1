import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { OptionCard, OptionCards, OptionDraft, OptionFollow, OptionsFound } from '../api/wire';

/** They begin with what hints about cases make old. */
export const keys = {
  found: (id: string, said: Record<string, string>) => ['case', 'options', id, said] as const,
  cards: (id: string) => ['case', 'option-cards', id] as const,
};

/** What may be offered in a case, with what the agent has found out. */
export function foundQuery(id: string, said: Record<string, string>) {
  return queryOptions({
    queryKey: keys.found(id, said),
    queryFn: ({ signal }): Promise<OptionsFound> => need(client.POST('/api/cases/{id}/options', { params: { path: { id } }, body: { facts: said }, signal })),
  });
}

/** What the buyer was offered, the latest first. */
export function cardsQuery(id: string) {
  return queryOptions({
    queryKey: keys.cards(id),
    queryFn: ({ signal }): Promise<OptionCards> => need(client.GET('/api/cases/{id}/option-cards', { params: { path: { id } }, signal })),
  });
}

export function sendOptions(id: string, version: number, intro: string, picks: OptionDraft[], facts: Record<string, string>, key: string): Promise<OptionCard> {
  return need(client.POST('/api/cases/{id}/option-cards', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { version, intro, picks, facts } }));
}

export function markOptions({ id, version }: OptionCard, seq: number, n: number): Promise<OptionCard> {
  return need(client.POST('/api/option-cards/{id}/answer', { params: { path: { id } }, body: { version, seq, n } }));
}

export function withdrawOptions({ id, version }: OptionCard): Promise<OptionCard> {
  return need(client.POST('/api/option-cards/{id}/withdraw', { params: { path: { id } }, body: { version } }));
}

/** Asks for the compensation that a choice leads to; the same key asks once. */
export function claimFollow(caseId: string, { key, remedy, amount_fen, title, facts }: OptionFollow) {
  return need(client.POST('/api/cases/{id}/compensations', {
    params: { path: { id: caseId }, header: { 'Idempotency-Key': key } },
    body: { remedy: remedy as 'payment', amount_fen, reason: title, facts },
  }));
}
