import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Finding } from '../api/wire';

/** The rules by which a shop may check replies. */
export const rulesQuery = (shop: string) => queryOptions({
  queryKey: ['rules', shop, 'list'],
  queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/reply-rules', { params: { path: { id: shop } }, signal })),
});

/** What the rules of a shop object to in a reply by itself; with a pack, as its draft would have it. */
export async function tryRules(shop: string, pack: string, buyer: string, reply: string): Promise<Finding[]> {
  const { items } = await need(client.POST('/api/reply-rules/try', { body: { shop_id: shop, pack_id: pack || undefined, buyer, reply } }));
  return items;
}
