import type { Interval, Plan } from '../api/wire';
import { same } from './hours';

/** Days in a row with hours of their own; none means closed. Dates are 2006-01-02. */
export interface Special {
  from: string;
  to: string;
  name: string;
  hours: Interval[];
}

/** The longest that one entry may be, in days. */
export const longest = 60;

const day = 24 * 60 * 60_000;

/** The date some days later, earlier for a negative number. */
export function shifted(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** How many days from one date to another, both counted; NaN without dates. */
export function lengthOf({ from, to }: Pick<Special, 'from' | 'to'>): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / day) + 1;
}

/** The special days of a plan in order, those in a row that are alike as one. */
export function specialsOf(plan: Plan): Special[] {
  const found: Special[] = [];
  for (const { date, name = '', hours } of [...(plan.exceptions ?? [])].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = found.at(-1);
    if (last && shifted(last.to, 1) === date && last.name === name && same(last.hours, hours ?? [])) last.to = date;
    else found.push({ from: date, to: date, name, hours: hours ?? [] });
  }
  return found;
}

/** The plan with the days of old, if there are any, replaced by those of next. */
export function withSpecial(plan: Plan, next: Special | undefined, old?: Special): Plan {
  const within = (date: string, some?: Special) => some !== undefined && date >= some.from && date <= some.to;
  const exceptions = (plan.exceptions ?? []).filter(({ date }) => !within(date, old) && !within(date, next));
  for (let n = 0; next && n < lengthOf(next); n++) {
    const { name, hours } = next;
    exceptions.push({ date: shifted(next.from, n), ...(name ? { name } : {}), ...(hours.length > 0 ? { hours } : {}) });
  }
  exceptions.sort((a, b) => a.date.localeCompare(b.date));
  return { ...plan, exceptions };
}

/** The Monday of a date's week. */
export function mondayOf(date: string): string {
  return shifted(date, -((new Date(date).getUTCDay() + 6) % 7));
}
