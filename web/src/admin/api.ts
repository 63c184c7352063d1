import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';

export const keys = { dead: ['jobs', 'dead'] as const };

export const searchStateQuery = queryOptions({
  queryKey: ['search', 'state'],
  queryFn: ({ signal }) => need(client.GET('/api/admin/search', { signal })),
  refetchInterval: 5_000,
});

export const deadJobsQuery = infiniteQueryOptions({
  queryKey: keys.dead,
  queryFn: ({ pageParam, signal }) =>
    need(client.GET('/api/admin/jobs/dead', { params: { query: { after: pageParam || undefined } }, signal })),
  initialPageParam: '',
  getNextPageParam: (page) => page.next || undefined,
});

export async function retryJob(id: string): Promise<void> {
  await need(client.POST('/api/admin/jobs/{id}/retry', { params: { path: { id } } }));
}
