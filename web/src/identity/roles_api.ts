import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Me, Role } from '../api/wire';
import { tOr } from '../i18n';
import { mayEverywhere, mayIn } from './api';

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => need(client.GET('/api/roles', { signal })),
});

export interface RoleDraft {
  name: string;
  permissions: string[];
}

export function createRole(body: RoleDraft, key: string): Promise<Role> {
  return need(client.POST('/api/roles', { params: { header: { 'Idempotency-Key': key } }, body }));
}

export function updateRole({ id, version }: Role, body: RoleDraft): Promise<Role> {
  return need(client.PUT('/api/roles/{id}', { params: { path: { id } }, body: { ...body, version } }));
}

export function useRolesChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: rolesQuery.queryKey });
}

/** What a role is called: those that came with the program, in the reader's language. */
export function roleName(role: Pick<Role, 'id' | 'name' | 'version'>): string {
  return role.version === 0 ? tOr(`role.${role.id}`, role.name) : role.name;
}

/** Whether the person may give the role in a shop, in all shops for none: nobody gives what they lack. */
export function mayGrant(me: Me, role: Role, shop: string): boolean {
  const holds = (permission: string) => (shop ? mayIn(me, shop, permission) : mayEverywhere(me, permission));
  return holds('user.manage') && role.permissions.every(holds);
}
