import type { Interval, Plan } from '../api/wire';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Reads a time as people type it, 9, 930 or 9:30, into 09:30; what is none stays as it is. */
export function clockOf(typed: string): string {
  const text = typed.normalize('NFKC').trim();
  const found = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  if (!found) return text;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return text;
  return wallOf(hour * 60 + minute);
}

function wallOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Minutes since midnight; NaN for what is no time. */
function minutesOf(clock: string): number {
  return /^\d\d:\d\d$/.test(clock) ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : NaN;
}

/** Whether an opening ends on the day after. */
export function isOvernight({ from, to }: Interval): boolean {
  return minutesOf(to) <= minutesOf(from);
}

/** What may well come after the openings of a day: an hour's break, then four hours. */
export function following(hours: Interval[]): Interval {
  const last = hours.at(-1);
  if (!last) return { from: '09:00', to: '18:00' };
  const from = minutesOf(last.to) + 60;
  return isOvernight(last) || !(from <= 22 * 60) ? { from: '', to: '' } : { from: wallOf(from), to: wallOf(Math.min(from + 240, 24 * 60)) };
}

export function hoursOn(plan: Plan, day: Weekday): Interval[] {
  return plan.week[day] ?? [];
}

/** Days of the week in a row that are open at the same times. */
export interface Stretch {
  from: Weekday;
  to: Weekday;
  hours: Interval[];
}

export function stretches(plan: Plan): Stretch[] {
  const found: Stretch[] = [];
  for (const day of weekdays) {
    const hours = hoursOn(plan, day);
    const last = found.at(-1);
    if (last && same(last.hours, hours)) last.to = day;
    else found.push({ from: day, to: day, hours });
  }
  return found;
}

export function same(some: unknown, others: unknown): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** "09:00–12:00 13:30–18:00" */
export function spell(hours: Interval[]): string {
  return hours.map(({ from, to }) => `${from}–${to}`).join('  ');
}
