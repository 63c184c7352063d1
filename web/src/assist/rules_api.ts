import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Finding } from '../api/wire';

export const rulesQuery = queryOptions({
  queryKey: ['reply-rules'],
  queryFn: ({ signal }) => need(client.GET('/api/reply-rules', { signal })),
});

/** What the rules object to in a reply by itself. */
export async function tryRules(buyer: string, reply: string): Promise<Finding[]> {
  const { items } = await need(client.POST('/api/reply-rules/try', { body: { buyer, reply } }));
  return items;
}
