import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Briefing, Bulletin, BulletinDraft } from '../api/wire';

export const keys = {
  all: ['briefing'] as const,
  bulletins: (shop: string) => ['bulletins', shop] as const,
  everyBulletin: ['bulletins'] as const,
};

/** A hint may be lost, and shifts begin by themselves. */
const again = 60_000;

export const briefingQuery = queryOptions({
  queryKey: keys.all,
  queryFn: ({ signal }): Promise<Briefing> => need(client.GET('/api/briefing', { signal })),
  refetchInterval: again,
});

/** What holds in a shop, now and later. */
export function bulletinsQuery(shop: string) {
  return queryOptions({
    queryKey: keys.bulletins(shop),
    queryFn: async ({ signal }): Promise<Bulletin[]> => (await need(client.GET('/api/shops/{id}/bulletins', { params: { path: { id: shop } }, signal }))).items,
    enabled: shop !== '',
  });
}

export function addBulletin(shop: string, key: string, body: BulletinDraft): Promise<Bulletin> {
  return need(client.POST('/api/shops/{id}/bulletins', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function changeBulletin({ id, version }: Bulletin, body: BulletinDraft): Promise<Bulletin> {
  return need(client.PUT('/api/bulletins/{id}', { params: { path: { id } }, body: { ...body, version } }));
}

export function endBulletin({ id, version }: Bulletin): Promise<Bulletin> {
  return need(client.POST('/api/bulletins/{id}/end', { params: { path: { id } }, body: { version } }));
}
