import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { User, UserGrant } from '../api/wire';

/** Which people a list shows; what is empty does not matter. */
export interface Filter {
  words?: string;
  shop?: string;
  role?: string;
  department?: string;
  state?: 'active' | 'disabled';
}

export const peopleKey = ['people'] as const;

export function peopleQuery(filter: Filter) {
  return infiniteQueryOptions({
    queryKey: [...peopleKey, filter],
    queryFn: ({ pageParam, signal }) => need(client.GET('/api/users', { params: { query: { ...given(filter), after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

function given(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}

export function departmentsQuery(shop: string) {
  return queryOptions({
    queryKey: ['departments', shop],
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/departments', { params: { path: { id: shop } }, signal })),
    enabled: shop !== '',
  });
}

/** What to do after a person was changed, or was found changed. */
export function usePeopleChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: peopleKey });
}

export interface Newcomer {
  name: string;
  login: string;
  password: string;
  /** They choose their own when they first sign in. */
  provisional: boolean;
  grants: UserGrant[];
}

export function createUser(body: Newcomer, key: string): Promise<User> {
  return need(client.POST('/api/users', { params: { header: { 'Idempotency-Key': key } }, body }));
}

export function renameUser({ id, version }: User, name: string): Promise<User> {
  return need(client.PATCH('/api/users/{id}', { params: { path: { id } }, body: { version, name } }));
}

export function setPassword({ id, version }: User, password: string): Promise<User> {
  return need(client.POST('/api/users/{id}/password', { params: { path: { id } }, body: { version, password, provisional: true } }));
}

export function disableUser({ id, version }: User): Promise<User> {
  return need(client.POST('/api/users/{id}/disable', { params: { path: { id } }, body: { version } }));
}

export function enableUser({ id, version }: User): Promise<User> {
  return need(client.POST('/api/users/{id}/enable', { params: { path: { id } }, body: { version } }));
}

export function signUserOut({ id, version }: User): Promise<User> {
  return need(client.POST('/api/users/{id}/sign-out', { params: { path: { id } }, body: { version } }));
}

export function grantRole({ id, version }: User, grant: UserGrant): Promise<User> {
  return need(client.POST('/api/users/{id}/grants', { params: { path: { id } }, body: { version, ...grant } }));
}

export function revokeRole({ id, version }: User, grant: UserGrant): Promise<User> {
  return need(client.POST('/api/users/{id}/revoke', { params: { path: { id } }, body: { version, ...grant } }));
}
