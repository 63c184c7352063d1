import { queryOptions, useQuery } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Me } from '../api/wire';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => need(client.GET('/api/me')),
  staleTime: Infinity,
  retry: false,
});

/** Who is signed in. Screens behind the sign-in page always have one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  return data ?? nobody;
}

const nobody: Me = { id: '', name: '', login: '', demo: false, provisional: false, version: '', permissions: [], everywhere: [], shops: [] };

/** Whether the person may do this in at least one shop. */
export function may(me: Me, permission: string): boolean {
  return me.permissions.includes(permission);
}

/** Whether the person may do this in all shops, also future ones. */
export function mayEverywhere(me: Me, permission: string): boolean {
  return me.everywhere.includes(permission);
}

/** Whether the person may do this in the shop. */
export function mayIn(me: Me, shopId: string, permission: string): boolean {
  return me.shops.some((shop) => shop.id === shopId && shop.permissions.includes(permission));
}

export function signIn(login: string, password: string): Promise<Me> {
  return need(client.POST('/api/session', { body: { login, password } }));
}

export async function signOut(): Promise<void> {
  await need(client.DELETE('/api/session'));
}

export async function signOutEverywhere(): Promise<void> {
  await need(client.DELETE('/api/sessions'));
}

export async function changePassword(current: string, next: string): Promise<void> {
  await need(client.PUT('/api/me/password', { body: { current, new: next } }));
}

/** Puts one's own password in place of the one that one was given. */
export async function choosePassword(next: string): Promise<void> {
  await need(client.PUT('/api/me/password', { body: { new: next } }));
}

export interface SetUp {
  token: string;
  shop_name: string;
  name: string;
  login: string;
  password: string;
}

export function setUpQuery(token: string) {
  return queryOptions({
    queryKey: ['setup', token],
    queryFn: () => need(client.GET('/api/setup', { params: { query: { token } } })),
    retry: false,
  });
}

export function setUp(body: SetUp): Promise<Me> {
  return need(client.POST('/api/setup', { body }));
}
