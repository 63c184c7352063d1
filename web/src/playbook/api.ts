import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { BothTexts, PlaybookGuide, PlaybookRun, RunFact, RunStep } from '../api/wire';
import { language } from '../i18n';
import { keys } from './keys';

/** What a conversation follows or might follow. */
export function guideQuery(id: string) {
  return queryOptions({
    queryKey: keys.guide(id),
    queryFn: ({ signal }): Promise<PlaybookGuide> => need(client.GET('/api/conversations/{id}/guide', { params: { path: { id } }, signal })),
  });
}

/** What may be followed by hand. */
export function choicesQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.guide(id), 'choices'],
    queryFn: async ({ signal }) => (await need(client.GET('/api/conversations/{id}/playbooks', { params: { path: { id } }, signal }))).playbooks,
  });
}

export interface Begin {
  name: string;
  how: 'suggested' | 'hand';
  reason: BothTexts;
  /** Version of the run that is left for it, 0 for none. */
  instead: number;
}

export function start(caseId: string, key: string, body: Begin) {
  return need(client.POST('/api/cases/{id}/runs', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body }));
}

export interface Change {
  facts?: RunFact[];
  steps?: RunStep[];
}

export function change({ id, version }: PlaybookRun, what: Change) {
  return need(client.POST('/api/runs/{id}', { params: { path: { id } }, body: { version, ...what } }));
}

export function leave({ id, version }: PlaybookRun) {
  return need(client.POST('/api/runs/{id}/leave', { params: { path: { id } }, body: { version } }));
}

export function dismiss(conversation: string, name: string) {
  return need(client.POST('/api/conversations/{id}/guide/dismiss', { params: { path: { id: conversation } }, body: { name } }));
}

/** The words in the reader's language, or in the one that there is. */
export function own({ zh, en }: BothTexts): string {
  return language() === 'en' ? en || zh : zh || en;
}
