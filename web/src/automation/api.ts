import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Automation, AutomationDraft, DryRun } from '../api/wire';

export const keys = {
  rules: (shop: string) => ['automation', 'rules', shop] as const,
  log: (shop: string) => ['automation', 'log', shop] as const,
  departments: (shop: string) => ['automation', 'departments', shop] as const,
};

export function rulesQuery(shop: string) {
  return queryOptions({
    queryKey: keys.rules(shop),
    queryFn: async ({ signal }) => (await need(client.GET('/api/shops/{id}/automations', { params: { path: { id: shop } }, signal }))).items,
  });
}

/** What automations did, newest first. */
export function logQuery(shop: string) {
  return infiniteQueryOptions({
    queryKey: keys.log(shop), initialPageParam: '',
    queryFn: ({ signal, pageParam }) => need(client.GET('/api/shops/{id}/automations/log', { params: { path: { id: shop }, query: { after: pageParam } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
}

export function departmentsQuery(shop: string) {
  return queryOptions({
    queryKey: keys.departments(shop),
    queryFn: async ({ signal }) => (await need(client.GET('/api/shops/{id}/departments', { params: { path: { id: shop } }, signal }))).items,
  });
}

export function createRule(shop: string, body: AutomationDraft, key: string): Promise<Automation> {
  return need(client.POST('/api/shops/{id}/automations', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function changeRule(id: string, version: number, draft: AutomationDraft): Promise<Automation> {
  return need(client.PUT('/api/automations/{id}', { params: { path: { id } }, body: { ...draft, version } }));
}

export function switchRule({ id, version }: Automation, on: boolean): Promise<Automation> {
  return need(client.POST('/api/automations/{id}/switch', { params: { path: { id } }, body: { version, on } }));
}

export function moveRule({ id, version }: Automation, up: boolean): Promise<Automation> {
  return need(client.POST('/api/automations/{id}/move', { params: { path: { id } }, body: { version, up } }));
}

export function removeRule({ id, version }: Automation): Promise<unknown> {
  return need(client.POST('/api/automations/{id}/remove', { params: { path: { id } }, body: { version } }));
}

/** What a rule would have done in the last days; it does nothing. */
export function tryRule(shop: string, draft: AutomationDraft, days: number): Promise<DryRun> {
  return need(client.POST('/api/shops/{id}/automations/try', { params: { path: { id: shop } }, body: { ...draft, days } }));
}
