import { language, t } from '../i18n';

function format(ms: number, zone: string, options: Intl.DateTimeFormatOptions, locale: string = language()): string {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(ms);
  } catch {
    return new Intl.DateTimeFormat(locale, options).format(ms); // a zone this browser does not know
  }
}

/** "18:05" in the shop's zone. */
export function timeOf(ms: number, zone: string): string {
  return format(ms, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The calendar day in the shop's zone as YYYY-MM-DD, to compare days. */
export function dayKey(ms: number, zone: string): string {
  return format(ms, zone, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
}

/** Today, yesterday, tomorrow, or the date. */
export function dayOf(ms: number, now: number, zone: string): string {
  const day = dayKey(ms, zone);
  if (day === dayKey(now, zone)) return t('thread.today');
  if (day === dayKey(now - 86_400_000, zone)) return t('thread.yesterday');
  if (day === dayKey(now + 86_400_000, zone)) return t('thread.tomorrow');
  return format(ms, zone, { month: 'long', day: 'numeric' });
}

/** Day and time, such as "tomorrow 18:05" in the reader's language. */
export function momentOf(ms: number, now: number, zone: string): string {
  return `${dayOf(ms, now, zone)} ${timeOf(ms, zone)}`;
}
