import { infiniteQueryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';

export const keys = { all: ['notices'] as const };

export const noticesQuery = infiniteQueryOptions({
  queryKey: keys.all,
  queryFn: ({ pageParam, signal }) =>
    need(client.GET('/api/notices', { params: { query: { after: pageParam || undefined } }, signal })),
  initialPageParam: '',
  getNextPageParam: (page) => page.next || undefined,
});

export async function markRead(upTo: string): Promise<void> {
  await need(client.POST('/api/notices/read', { body: { up_to: upTo } }));
}
