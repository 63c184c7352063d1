import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { MyState, PersonState } from '../api/wire';

export const keys = {
  all: ['team'] as const,
  members: (shop: string) => ['team', 'members', shop] as const,
  overview: (shop: string) => ['team', 'overview', shop] as const,
  mine: ['team', 'mine'] as const,
};

/** Browsers that are closed say nothing, so a page about who is there asks again. */
export const refetchInterval = 30_000;

/** Who answers buyers in a shop, or in all ("") that one may see. */
export function teamQuery(shop: string) {
  return queryOptions({
    queryKey: keys.members(shop),
    queryFn: async ({ signal }) => (await need(client.GET('/api/team', { params: { query: { shop } }, signal }))).items,
  });
}

/** How the team is doing now. */
export function overviewQuery(shop: string) {
  return queryOptions({
    queryKey: keys.overview(shop), refetchInterval,
    queryFn: ({ signal }) => need(client.GET('/api/overview', { params: { query: { shop } }, signal })),
  });
}

export const myStateQuery = queryOptions({
  queryKey: keys.mine,
  queryFn: ({ signal }) => need(client.GET('/api/me/state', { signal })),
});

export function setMyState(state: PersonState): Promise<MyState> {
  return need(client.PUT('/api/me/state', { body: { state } }));
}
