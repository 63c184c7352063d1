import type { ParcelLine } from '../api/wire';
import type { Translate } from '../i18n';
import { instant, wall } from '../ui/time';

const hour = 3_600_000;

/** What is wrong, in plain words. */
export function saysWhat(t: Translate, line: Pick<ParcelLine, 'kind' | 'since' | 'last_text'>, now: number): string {
  return t(`parcel.what.${line.kind}`, { ago: span(t, now - Date.parse(line.since)), last: line.last_text });
}

/** A time in hours, in days once it is two of them. */
export function span(t: Translate, ms: number): string {
  const hours = Math.max(1, Math.floor(ms / hour));
  return hours < 48 ? t('parcel.hours', { n: hours }) : t('parcel.days', { n: Math.floor(hours / 24) });
}

/** When a parcel may be looked at again. */
export function later(now: number, zone: string): { key: 'hours' | 'tomorrow' | 'days'; at: Date }[] {
  const morning = (days: number) => new Date(instant({ ...wall(now + days * 24 * hour, zone), hour: 9, minute: 0 }, zone));
  return [{ key: 'hours', at: new Date(now + 4 * hour) }, { key: 'tomorrow', at: morning(1) }, { key: 'days', at: morning(3) }];
}
