import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { Order, OrderChange, OrderImportDetail, OrderImportPage, OrderMapping, Product, ProductPage, ReturnRule } from '../api/wire';
import { keys, type Kind, type OrderFilter } from './keys';

export function ordersQuery({ q, shop }: OrderFilter) {
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'list', q ?? '', shop ?? ''],
    queryFn: ({ pageParam, signal }) =>
      need(client.GET('/api/orders', { params: { query: { q, shop, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

export function orderQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.all, 'one', id],
    queryFn: ({ signal }): Promise<Order> => need(client.GET('/api/orders/{id}', { params: { path: { id } }, signal })),
  });
}

export function conversationOrdersQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.all, 'conversation', id],
    queryFn: async ({ signal }): Promise<Order[]> =>
      (await need(client.GET('/api/conversations/{id}/orders', { params: { path: { id } }, signal }))).items,
  });
}

export function revealOrder(id: string) {
  return need(client.POST('/api/orders/{id}/reveal', { params: { path: { id } } }));
}

export function changeOrder({ id, version }: Order, change: OrderChange): Promise<Order> {
  return need(client.PATCH('/api/orders/{id}', { params: { path: { id } }, body: { version, ...change } }));
}

export function importsQuery(kind: Kind | undefined) {
  return infiniteQueryOptions({
    queryKey: [...keys.imports, 'list', kind ?? ''],
    queryFn: ({ pageParam, signal }): Promise<OrderImportPage> =>
      need(client.GET('/api/order-imports', { params: { query: { kind, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

export function importQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.imports, 'one', id],
    queryFn: ({ signal }): Promise<OrderImportDetail> => need(client.GET('/api/order-imports/{id}', { params: { path: { id } }, signal })),
    // A hint may be lost; the work takes seconds.
    refetchInterval: ({ state }) => (state.data?.import.state === 'running' ? 1_000 : false),
  });
}

export function uploadOrders(kind: Kind, shop: string, file: File, progress: (part: number) => void): Promise<OrderImportDetail> {
  return upload<OrderImportDetail>(`/api/shops/${encodeURIComponent(shop)}/order-imports?kind=${kind}`, file, progress, new AbortController().signal);
}

export function mapImport(id: string, version: number, mapping: OrderMapping): Promise<OrderImportDetail> {
  return need(client.PUT('/api/order-imports/{id}/mapping', { params: { path: { id } }, body: { version, ...mapping } }));
}

export function startImport(id: string, version: number): Promise<OrderImportDetail> {
  return need(client.POST('/api/order-imports/{id}/start', { params: { path: { id } }, body: { version } }));
}

export function dropImport(id: string, version: number): Promise<OrderImportDetail> {
  return need(client.POST('/api/order-imports/{id}/drop', { params: { path: { id } }, body: { version } }));
}

export function stopImport(id: string, version: number): Promise<OrderImportDetail> {
  return need(client.POST('/api/order-imports/{id}/stop', { params: { path: { id } }, body: { version } }));
}

export function goOnWithImport(id: string, version: number): Promise<OrderImportDetail> {
  return need(client.POST('/api/order-imports/{id}/go-on', { params: { path: { id } }, body: { version } }));
}

export async function saveMapping(kind: Kind, shop: string, name: string, mapping: OrderMapping): Promise<void> {
  await need(client.PUT('/api/shops/{id}/order-mappings', { params: { path: { id: shop } }, body: { kind, name, ...mapping } }));
}

export async function removeMapping(id: string, version: number): Promise<void> {
  await need(client.POST('/api/order-mappings/{id}/remove', { params: { path: { id } }, body: { version } }));
}

export const reportAddress = (id: string) => `/api/order-imports/${encodeURIComponent(id)}/report`;

export function productsQuery(shop: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.products, shop],
    queryFn: ({ pageParam, signal }): Promise<ProductPage> =>
      need(client.GET('/api/shops/{id}/products', { params: { path: { id: shop }, query: { after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    enabled: shop !== '',
  });
}

export function saveProduct(shop: string, product: Omit<Product, 'id' | 'shop_id'>): Promise<Product> {
  return need(client.PUT('/api/shops/{id}/products', { params: { path: { id: shop } }, body: product }));
}

/** For how many days goods may be returned in a shop, all others first. */
export function rulesQuery(shop: string) {
  return queryOptions({
    queryKey: [...keys.rules, shop],
    queryFn: async ({ signal }): Promise<ReturnRule[]> =>
      (await need(client.GET('/api/shops/{id}/return-rules', { params: { path: { id: shop } }, signal }))).items,
    enabled: shop !== '',
  });
}

export async function setRule(shop: string, rule: ReturnRule): Promise<ReturnRule[]> {
  return (await need(client.PUT('/api/shops/{id}/return-rules', { params: { path: { id: shop } }, body: rule }))).items;
}
