import { useQuery } from '@tanstack/react-query';
import { listed, t, tOr } from '../i18n';
import { may, useMe } from '../identity/api';
import { roleName, rolesQuery } from '../identity/roles_api';
import { fullTime } from '../ui/time';
import { without, type Difference } from './differences';

/** What a value is about: "settings.texts.ack_open" is the reply in opening hours. */
export function labelOf(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (path.startsWith('settings.texts.')) return tOr(`texts.${last}`, last);
  if (path.startsWith('settings.')) return tOr(`limits.${last}`, last);
  if (path.startsWith('hours.week.')) return tOr(`weekday.${last}`, last);
  return tOr(`record.field.${path}`, tOr(`record.field.${last}`, last));
}

interface Opening {
  from: string;
  to: string;
}

const isOpenings = (value: unknown[]): value is Opening[] => value.every((each) => typeof each === 'object' && each !== null && 'from' in each && 'to' in each);

/** A value in words. Names stand for the ids of roles and shops. */
export function useValueWords(zone: string): (path: string, value: unknown) => string {
  const me = useMe();
  const roles = useQuery({ ...rolesQuery, enabled: may(me, 'user.manage') });
  const roleOf = (id: string) => {
    const role = roles.data?.items.find((each) => each.id === id);
    return role ? roleName(role) : tOr(`role.${id}`, id);
  };
  const shopOf = (id: string) => (id ? (me.shops.find((each) => each.id === id)?.name ?? id) : t('people.all_shops'));
  const parts = (value: object) => Object.entries(value).filter(([, part]) => part !== '' && part !== null).map(([name, part]) => `${labelOf(name)} ${words(name, part)}`).join(' · ');
  const words = (path: string, value: unknown): string => {
    if (value === undefined || value === null || value === '') return t('record.nothing');
    if (typeof value === 'boolean') return t(value ? 'record.yes' : 'record.no');
    if (Array.isArray(value)) return list(path, value);
    if (typeof value === 'object') return parts(value);
    const text = String(value);
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return fullTime(Date.parse(text), zone);
    if (path === 'Role') return roleOf(text);
    if (path === 'Shop' || path === 'shop') return shopOf(text);
    return path.endsWith('state') || path.endsWith('severity') || path.endsWith('scenario') ? tOr(`${path}.${text}`, text) : text;
  };
  const list = (path: string, value: unknown[]): string => {
    if (path === 'hours.exceptions') return t('record.days', { n: value.length });
    if (value.length > 0 && isOpenings(value)) return value.map(({ from, to }) => `${from}–${to}`).join(' ');
    if (path === 'grants') return listed((value as { Role: string; Shop: string }[]).map(({ Role, Shop }) => `${roleOf(Role)} · ${shopOf(Shop)}`));
    return listed(value.map((each) => (typeof each === 'object' ? words(path, each) : tOr(`permission.${String(each)}`, String(each))))) || t('record.nothing');
  };
  return words;
}

/** "15 → 20", or for a set of permissions what came and went. */
export function wordsOf({ path, from, to }: Difference, told: boolean, words: (path: string, value: unknown) => string): string {
  if (!told) return words(path, to);
  if (path === 'permissions') {
    const [came, went] = [without(to, from), without(from, to)];
    return [came.length > 0 && `+ ${words(path, came)}`, went.length > 0 && `− ${words(path, went)}`].filter(Boolean).join('; ');
  }
  return `${words(path, from)} → ${words(path, to)}`;
}
