import type { Me } from '../api/wire';

/** The zone for what belongs to no shop: that of the first one. */
export function zoneOf(me: Me): string {
  return me.shops[0]?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
