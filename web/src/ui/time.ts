import { language, t } from '../i18n';

// Times are shown in the shop's zone, whatever the zone of the computer.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = [language(), zone, JSON.stringify(options)].join();
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language(), { timeZone: zone, hourCycle: 'h23', ...options });
    formats.set(key, made);
  }
  return made;
}

export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const numeric = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;

/** What a clock on the wall in zone shows at this instant. */
export function wall(ms: number, zone: string): Wall {
  const parts = format(zone, numeric).formatToParts(ms);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { year: read('year'), month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute') };
}

/**
 * The instant at which a clock in zone shows this. Days and hours beyond their
 * range carry over, so hour 24 is the next day's start.
 */
export function instant(at: Wall, zone: string): number {
  const wanted = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute);
  let guess = wanted;
  // Twice, because the first correction may cross a change of summer time.
  for (let round = 0; round < 2; round++) {
    const seen = wall(guess, zone);
    guess += wanted - Date.UTC(seen.year, seen.month - 1, seen.day, seen.hour, seen.minute);
  }
  return guess;
}

/** What "2026-11-23T18:00" or "2026-11-23 18:00", as fields for times have it, means in zone; or null. */
export function readWall(text: string, zone: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)/.exec(text);
  if (!found) return null;
  const [year, month, day, hours, minutes] = found.slice(1).map(Number) as [number, number, number, number, number];
  return instant({ year, month, day, hour: hours, minute: minutes }, zone);
}

/** "2026-11-23T18:00": an instant as a browser's field for times has it. */
export function writeWall(ms: number, zone: string): string {
  const at = wall(ms, zone);
  return `${at.year}-${pad(at.month)}-${pad(at.day)}T${pad(at.hour)}:${pad(at.minute)}`;
}

/** "14:05" */
export function clockTime(ms: number, zone: string): string {
  return format(zone, { hour: '2-digit', minute: '2-digit' }).format(ms);
}

/** A key that is the same for two instants of one day in zone. */
export function dayKey(ms: number, zone: string): string {
  const at = wall(ms, zone);
  return `${at.year}-${at.month}-${at.day}`;
}

/** How many midnights of zone lie between two instants; negative for the past. */
export function daysApart(ms: number, nowMs: number, zone: string): number {
  const midnight = (each: number) => {
    const at = wall(each, zone);
    return Date.UTC(at.year, at.month - 1, at.day);
  };
  return Math.round((midnight(ms) - midnight(nowMs)) / day);
}

/** "Today", "Tomorrow", "Yesterday" or the date, with the weekday if far. */
export function dayName(ms: number, nowMs: number, zone: string): string {
  const apart = daysApart(ms, nowMs, zone);
  if (apart === 0) return t('time.today');
  if (apart === 1) return t('time.tomorrow');
  if (apart === -1) return t('time.yesterday');
  const sameYear = wall(ms, zone).year === wall(nowMs, zone).year;
  const options = { month: 'long', day: 'numeric', weekday: 'short' } as const;
  return format(zone, sameYear ? options : { ...options, year: 'numeric' }).format(ms);
}

/** "Today 18:00"; the very end of a day is its 24:00, not the next day's 00:00. */
export function dayTime(ms: number, nowMs: number, zone: string): string {
  const at = wall(ms, zone);
  if (at.hour === 0 && at.minute === 0) {
    return `${dayName(ms - minute, nowMs, zone)} 24:00`;
  }
  return `${dayName(ms, nowMs, zone)} ${clockTime(ms, zone)}`;
}

/** A date and time to the minute, for a text that leaves the screen. */
export function dateTime(ms: number, zone: string): string {
  return format(zone, numeric).format(ms);
}

/** A full date and time, for titles and timelines. */
export function fullTime(ms: number, zone: string): string {
  return format(zone, { ...numeric, second: '2-digit' }).format(ms);
}

/** How long ago, in the fewest letters: "now", "5 min", "3 h", else the day. */
export function ago(ms: number, nowMs: number, zone: string): string {
  const past = nowMs - ms;
  if (past < minute) return t('time.now');
  if (past < hour) return t('time.minutes', { n: Math.floor(past / minute) });
  if (daysApart(ms, nowMs, zone) === 0) return clockTime(ms, zone);
  return daysApart(ms, nowMs, zone) === -1 ? t('time.yesterday') : shortDate(ms, zone);
}

/** "3 October" */
export function monthDay(ms: number, zone: string): string {
  return format(zone, { month: 'long', day: 'numeric' }).format(ms);
}

function shortDate(ms: number, zone: string): string {
  return format(zone, { month: 'numeric', day: 'numeric' }).format(ms);
}

const pad = (n: number) => String(n).padStart(2, '0');

/** "3:05" or "1:02:33": a stretch of time that runs. */
export function running(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const hours = Math.floor(total / 3_600);
  const rest = `${pad(total % 60)}`;
  if (hours > 0) return `${hours}:${pad(Math.floor(total / 60) % 60)}:${rest}`;
  return `${Math.floor(total / 60)}:${rest}`;
}

/** "04:06:52": what is left, or how much over, always with hours. */
export function countdown(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1_000);
  const days = Math.floor(total / 86_400);
  const clock = [Math.floor(total / 3_600) % 24, Math.floor(total / 60) % 60, total % 60].map(pad).join(':');
  return days > 0 ? t('time.days_and', { n: days, clock }) : clock;
}

/** "11 min", "2 h 5 min", "3 d": for a chip. Less than a minute is one. */
export function rough(ms: number): string {
  const minutes = Math.max(1, Math.floor(Math.abs(ms) / minute));
  if (minutes < 60) return t('time.minutes', { n: minutes });
  if (minutes < 24 * 60) return t('time.hours_minutes', { h: Math.floor(minutes / 60), m: pad(minutes % 60) });
  return t('time.days', { n: Math.floor(minutes / (24 * 60)) });
}
