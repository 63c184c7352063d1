import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Finding, RuleChoices, RuleDraft, RulePack, RulePackDetail, RuleTrial } from '../api/wire';

export const keys = {
  all: ['rules'] as const,
  list: (shop: string) => ['rules', 'list', shop] as const,
  shelf: (shop: string) => ['rules', 'shelf', shop] as const,
  pack: (id: string) => ['rules', 'pack', id] as const,
};

/** The rules by which a shop may check replies, those that are off among them. */
export function rulesQuery(shop: string) {
  return queryOptions({
    queryKey: keys.list(shop),
    queryFn: async ({ signal }) => (await need(client.GET('/api/shops/{id}/reply-rules', { params: { path: { id: shop } }, signal }))).items,
  });
}

/** The packs of a shop, and what it has chosen. */
export function shelfQuery(shop: string) {
  return queryOptions({
    queryKey: keys.shelf(shop),
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/rules', { params: { path: { id: shop } }, signal })),
  });
}

export function packQuery(id: string) {
  return queryOptions({
    queryKey: keys.pack(id),
    queryFn: ({ signal }) => need(client.GET('/api/rule-packs/{id}', { params: { path: { id } }, signal })),
  });
}

/** What is wrong with the draft of a pack. */
export function stateQuery({ id, version }: RulePack) {
  return queryOptions({ queryKey: [...keys.pack(id), 'state', version], queryFn: () => examine(id, {}) });
}

/** What an edition changed against the one before it, or the draft against the edition. */
export function changesQuery(id: string, edition: number, draft: boolean) {
  return queryOptions({
    queryKey: [...keys.pack(id), 'edition', edition, draft],
    queryFn: ({ signal }) => need(client.GET('/api/rule-packs/{id}/editions/{edition}', { params: { path: { id, edition }, query: { draft } }, signal })),
  });
}

export function choose(shop: string, body: RuleChoices): Promise<RuleChoices> {
  return need(client.PUT('/api/shops/{id}/rules', { params: { path: { id: shop } }, body }));
}

export function createPack(shop: string, key: string, body: { title?: string; text?: string }): Promise<RulePackDetail> {
  return need(client.POST('/api/shops/{id}/rule-packs', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function writePack({ id, version }: RulePack, text: string): Promise<RulePackDetail> {
  return need(client.PUT('/api/rule-packs/{id}', { params: { path: { id } }, body: { version, text } }));
}

export function putRule({ id, version }: RulePack, rule: RuleDraft): Promise<RulePackDetail> {
  return need(client.POST('/api/rule-packs/{id}/rules', { params: { path: { id } }, body: { version, rule } }));
}

export function removeRule({ id, version }: RulePack, rule: string): Promise<RulePackDetail> {
  return need(client.POST('/api/rule-packs/{id}/rules/remove', { params: { path: { id } }, body: { version, rule } }));
}

/** What a text, or a rule put into the draft, would mean; keeps nothing. */
export function examine(id: string, body: { text?: string; rule?: RuleDraft }): Promise<RuleTrial> {
  return need(client.POST('/api/rule-packs/{id}/examine', { params: { path: { id } }, body }));
}

export function publishPack({ id, version }: RulePack, note: string): Promise<RulePackDetail> {
  return need(client.POST('/api/rule-packs/{id}/publish', { params: { path: { id } }, body: { version, note } }));
}

export function restorePack({ id, version }: RulePack, number: number): Promise<RulePackDetail> {
  return need(client.POST('/api/rule-packs/{id}/restore', { params: { path: { id } }, body: { version, number } }));
}

export function switchPack({ id, version }: RulePack, on: boolean): Promise<RulePackDetail> {
  return need(client.POST('/api/rule-packs/{id}/switch', { params: { path: { id } }, body: { version, on } }));
}

export function removePack({ id, version }: RulePack): Promise<unknown> {
  return need(client.POST('/api/rule-packs/{id}/remove', { params: { path: { id } }, body: { version } }));
}

/** What the rules of a shop object to in a reply by itself; with a pack, as its draft would have it. */
export async function tryRules(shop: string, pack: string, buyer: string, reply: string): Promise<Finding[]> {
  const { items } = await need(client.POST('/api/reply-rules/try', { body: { shop_id: shop, pack_id: pack || undefined, buyer, reply } }));
  return items;
}
