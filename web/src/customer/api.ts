import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { client, need, newKey } from '../api/client';
import type { CustomerAlike, CustomerCard, CustomerHandle, CustomerTag, Purchases } from '../api/wire';
import { sentence } from '../ui/states';

export const keys = {
  all: ['customers'] as const,
  card: (id: string) => ['customers', 'card', id] as const,
};

/** All that is known of one person; whoever of those who are the same is asked for. */
export function cardQuery(id: string) {
  return queryOptions({
    queryKey: keys.card(id),
    queryFn: ({ signal }): Promise<CustomerCard> => need(client.GET('/api/customers/{id}', { params: { path: { id } }, signal })),
  });
}

/** What they have bought. Another version of them may have another nick or phone. */
export function purchasesQuery(id: string, version: number) {
  return queryOptions({
    queryKey: [...keys.card(id), 'purchases', version],
    queryFn: ({ signal }): Promise<Purchases> => need(client.GET('/api/customers/{id}/purchases', { params: { path: { id } }, signal })),
  });
}

export interface ListFilter {
  words?: string;
  tag?: string;
}

export function listQuery(shop: string, { words, tag }: ListFilter) {
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'list', shop, words, tag],
    queryFn: ({ pageParam, signal }) => need(client.GET('/api/customers', {
      params: { query: { shop_id: shop || undefined, words: words || undefined, tag_id: tag || undefined, after: pageParam || undefined } }, signal,
    })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });
}

export function tagsQuery(shop: string) {
  return queryOptions({
    queryKey: [...keys.all, 'tags', shop],
    queryFn: async ({ signal }): Promise<CustomerTag[]> =>
      (await need(client.GET('/api/customer-tags', { params: { query: { shop_id: shop || undefined } }, signal }))).items,
  });
}

export function casesQuery(id: string, first: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'cases', id, first],
    queryFn: ({ pageParam, signal }) => need(client.GET('/api/customers/{id}/cases', { params: { path: { id }, query: { after: pageParam } }, signal })),
    initialPageParam: first,
    getNextPageParam: (page) => page.next || undefined,
    enabled: false,
  });
}

const at = (id: string) => ({ path: { id } });
const once = (id: string, key = newKey()) => ({ path: { id }, header: { 'Idempotency-Key': key } });

export type Treatment = Pick<CustomerCard, 'name' | 'address_as' | 'level' | 'quiet_from' | 'quiet_to'>;

export const updateCustomer = ({ id, version }: CustomerCard, body: Treatment) =>
  need(client.PUT('/api/customers/{id}', { params: at(id), body: { version, ...body } }));

export const setTags = ({ id, version }: CustomerCard, names: string[]) =>
  need(client.PUT('/api/customers/{id}/tags', { params: at(id), body: { version, names } }));

export const updateTag = ({ id, version }: CustomerTag, body: Pick<CustomerTag, 'name' | 'colour'>) =>
  need(client.PUT('/api/customer-tags/{id}', { params: at(id), body: { version, ...body } }));

export type Kind = CustomerHandle['kind'];

export const addHandle = ({ id, version }: CustomerCard, body: { kind: Kind; platform: string; value: string }, key: string) =>
  need(client.POST('/api/customers/{id}/handles', { params: once(id, key), body: { version, ...body } }));

const readIn = ({ kind, masked, conversation_id, seq }: CustomerHandle) => ({ kind, masked, conversation_id, seq });

/** Takes what was read in a message as theirs. */
export const takeHandle = ({ id, version }: CustomerCard, read: CustomerHandle) =>
  need(client.POST('/api/customers/{id}/handles', { params: once(id), body: { version, ...readIn(read) } }));

export const dismissHandle = ({ id, version }: CustomerCard, read: CustomerHandle) =>
  need(client.POST('/api/customers/{id}/handles/dismiss', { params: at(id), body: { version, ...readIn(read) } }));

export const detachHandle = ({ id, version }: CustomerCard, handle: string) =>
  need(client.POST('/api/customers/{id}/handles/detach', { params: at(id), body: { version, handle_id: handle } }));

export const revealHandle = (id: string, handle: string, reason: string) =>
  need(client.POST('/api/customers/{id}/handles/reveal', { params: at(id), body: { handle_id: handle, reason } }));

export type ConsentKind = CustomerCard['consents'][number]['kind'];
export type ConsentHow = CustomerCard['consents'][number]['how'];

export const recordConsent = ({ id, version }: CustomerCard, body: { kind: ConsentKind; agreed: boolean; how: ConsentHow; words: string }, key: string) =>
  need(client.POST('/api/customers/{id}/consents', { params: once(id, key), body: { version, ...body } }));

export type MemoryKind = CustomerCard['memories'][number]['kind'];
export type MemorySource = CustomerCard['memories'][number]['source'];

export const addMemory = ({ id, version }: CustomerCard, body: { kind: MemoryKind; text: string; source: MemorySource; expires_at?: string }, key: string) =>
  need(client.POST('/api/customers/{id}/memories', { params: once(id, key), body: { version, ...body } }));

export const removeMemory = ({ id, version }: CustomerCard, memory: string) =>
  need(client.POST('/api/customers/{id}/memories/remove', { params: at(id), body: { version, memory_id: memory } }));

export const joinCustomers = ({ id, version }: CustomerCard, source: Pick<CustomerAlike, 'id' | 'version'>, key: string) =>
  need(client.POST('/api/customers/{id}/joinings', { params: once(id, key), body: { version, source_id: source.id, source_version: source.version } }));

export const undoJoining = ({ id, version }: { id: string; version: number }) =>
  need(client.POST('/api/customer-joinings/{id}/undo', { params: at(id), body: { version } }));

export const giveDelight = ({ id, delights }: CustomerCard, delight: string, key: string) =>
  need(client.POST('/api/customers/{id}/delights', { params: once(id, key), body: { delight_id: delight, budget_version: delights.budget.version } }));

export const exportCustomer = (id: string, reason: string) =>
  need(client.POST('/api/customers/{id}/export', { params: at(id), body: { reason } }));

export const eraseCustomer = ({ id, version }: CustomerCard, reason: string) =>
  need(client.POST('/api/customers/{id}/erase', { params: at(id), body: { version, reason } }));

export function useCustomersChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

/** Something that one tap does. Whoever was slower is told, and sees what there is now. */
export function useAct() {
  const changed = useCustomersChanged();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSettled: changed,
    onError: (error) => void message.error(sentence(error)),
  });
}
