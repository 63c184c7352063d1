import type { WallItem } from '../api/wire';
import { daysApart } from '../ui/time';

export type Group = 'broken' | 'today' | 'later';

/** Where an open commitment stands; the server alone decides `broken`. */
export function groupOf({ commitment, shop }: WallItem, now: number): Group {
  if (commitment.broken_at) return 'broken';
  return daysApart(Date.parse(commitment.due_at), now, shop.zone) <= 0 ? 'today' : 'later';
}

/** The rows under their headings: what is late first, each group in its order. */
export function inGroups(items: WallItem[], now: number): { group: Group; items: WallItem[] }[] {
  return (['broken', 'today', 'later'] as const)
    .map((group) => ({ group, items: items.filter((each) => groupOf(each, now) === group) }))
    .filter((each) => each.items.length > 0);
}
