import { infiniteQueryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';

export const recordAreas = ['house', 'cases', 'talks', 'customers'] as const;
export type RecordArea = (typeof recordAreas)[number];

/** Which part of the record is shown, and of whom; nothing means everybody. */
export interface RecordFilter {
  area?: RecordArea;
  actor?: string;
}

export function recordQuery({ area, actor }: RecordFilter) {
  return infiniteQueryOptions({
    queryKey: ['record', area ?? 'house', actor ?? ''],
    queryFn: ({ pageParam, signal }) => need(client.GET('/api/record', { params: { query: { area, actor: actor || undefined, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}
