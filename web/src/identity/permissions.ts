import { tOr } from '../i18n';

/** What is of no use without something else. */
const leansOn: Record<string, string> = {
  'conversation.reply': 'conversation.read',
  'conversation.assign': 'conversation.read',
  'conversation.merge': 'conversation.read',
  'customer.write': 'customer.read',
  'customer.reveal': 'customer.read',
  'customer.erase': 'customer.read',
  'case.write': 'case.read',
  'case.close_with_reason': 'case.write',
  'commitment.write': 'commitment.read',
  'commitment.waive': 'commitment.read',
  'ticket.work': 'ticket.read',
  'ticket.write': 'ticket.read',
  'file.upload': 'file.read',
  'role.manage': 'user.manage',
};

/** The role of the first user can always let people in. */
export function isFixed(role: string, permission: string): boolean {
  return role === 'administrator' && (permission === 'user.manage' || permission === 'role.manage');
}

/** Adds a permission with what it leans on, or takes it away with what leans on it. */
export function toggled(held: string[], permission: string, on: boolean): string[] {
  const next = new Set(held);
  if (on) {
    for (let each: string | undefined = permission; each; each = leansOn[each]) next.add(each);
    return [...next];
  }
  drop(next, permission);
  return [...next];
}

function drop(held: Set<string>, permission: string): void {
  held.delete(permission);
  for (const [upper, lower] of Object.entries(leansOn)) {
    if (lower === permission && held.has(upper)) drop(held, upper);
  }
}

export interface Group {
  name: string;
  permissions: string[];
}

/** Permissions by the noun they are about, in the order in which they come. */
export function grouped(permissions: string[]): Group[] {
  const groups = new Map<string, string[]>();
  for (const each of permissions) {
    const noun = each.slice(0, each.indexOf('.'));
    groups.set(noun, [...(groups.get(noun) ?? []), each]);
  }
  return [...groups].map(([noun, list]) => ({ name: tOr(`permission_group.${noun}`, noun), permissions: list }));
}
