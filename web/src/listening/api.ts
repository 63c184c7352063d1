import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { CaseFacts, Correction, Heard, HeardSense } from '../api/wire';
import { demands, scenarioGroups } from '../complaint/scenarios';
import type { Fix } from './fix';
import { heardKey } from './keys';

/** What the engines hear in a conversation, up to a message. */
export function heardQuery(id: string, head: number) {
  return queryOptions({
    queryKey: [...heardKey(id), head],
    queryFn: ({ signal }): Promise<Heard> => need(client.GET('/api/conversations/{id}/heard', { params: { path: { id } }, signal })),
    enabled: head > 0,
    staleTime: Infinity,
    placeholderData: (before: Heard | undefined, query) => (query?.queryKey[1] === id ? before : undefined),
  });
}

/** How sure a guess has to be, 0 to 1, before anything is filled in from it. */
const sure = 0.6;

const scenarios: string[] = Object.values(scenarioGroups).flat();
const wanted: readonly string[] = demands;

/** The facts with which the form for a new case begins; who opens it looks them over. */
export function factsFrom(heard: Heard | undefined): CaseFacts | undefined {
  if (!heard) return undefined;
  const [first] = heard.scenarios;
  return {
    scenario: first && first.score >= sure && scenarios.includes(first.id) ? first.id : '',
    severity: heard.severity || 'normal',
    demands: heard.demands.filter((each) => wanted.includes(each)),
    order_no: heard.facts.filter((each) => each.type === 'order_no').at(-1)?.value ?? '',
    summary: '',
  };
}

export function correct(id: string, { what, seq, heard }: Fix, right: HeardSense, key: string): Promise<Correction> {
  return need(client.POST('/api/conversations/{id}/corrections', {
    params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { what, seq, heard, right },
  }));
}

export function undo(id: string): Promise<Correction> {
  return need(client.POST('/api/corrections/{id}/undo', { params: { path: { id } } }));
}

/** What is left before a talk ends; a card or a commitment may change it without a message. */
export function partingQuery(id: string, head: number) {
  return queryOptions({
    queryKey: [...heardKey(id), 'parting', head],
    queryFn: ({ signal }) => need(client.GET('/api/conversations/{id}/parting', { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}
