import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Handover, HandoverDraft, HandoverStock } from '../api/wire';

export const keys = {
  stock: (shop: string) => ['handover-stock', shop] as const,
  stocks: ['handover-stock'] as const,
};

/** What one could hand over in a shop, and to whom. */
export function stockQuery(shop: string) {
  return queryOptions({
    queryKey: keys.stock(shop),
    queryFn: ({ signal }): Promise<HandoverStock> => need(client.GET('/api/shops/{id}/handover', { params: { path: { id: shop } }, signal })),
    enabled: shop !== '',
    // Versions must be those that one looks at.
    staleTime: 0,
  });
}

export function prepare(shop: string, key: string, body: HandoverDraft): Promise<Handover> {
  return need(client.POST('/api/shops/{id}/handovers', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

/** Takes over some items, all that wait for an empty list. */
export function accept({ id, version }: Handover, items: number[]): Promise<Handover> {
  return need(client.POST('/api/handovers/{id}/accept', { params: { path: { id } }, body: { version, items } }));
}

export function handBack({ id, version }: Handover, item: number, reason: string): Promise<Handover> {
  return need(client.POST('/api/handovers/{id}/hand-back', { params: { path: { id } }, body: { version, item, reason } }));
}

export function withdraw({ id, version }: Handover): Promise<Handover> {
  return need(client.POST('/api/handovers/{id}/withdraw', { params: { path: { id } }, body: { version } }));
}
