import type { BothTexts, GuideStep } from '../api/wire';
import { own } from './api';
import names from './names.json';

/** A step's words to the buyer, in the buyer's language, with what only the case knows. */
export function spoken(step: GuideStep, english: boolean, restatement: string): string {
  const side = (text: BothTexts) => (english ? text.en || text.zh : text.zh || text.en);
  return side(step.text).replace('{due}', side(step.due_words)).replace('{restatement}', restatement).trim();
}

/** A step in one line for whoever handles the case, in their language. */
export function lineOf(step: GuideStep, restatement: string): string {
  return own(step.text).replace('{due}', own(step.due_words)).replace('{restatement}', restatement || '\u2026').trim();
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * When something is due by a rule, in ms: 30min, 4h, 2d, 1wd (working days, which are
 * taken as Monday to Friday here; whoever commits looks it over) or 18:00. null for
 * no rule.
 */
export function dueBy(rule: string, now: number, offset: number): number | null {
  const length = /^(\d+)(min|h|d|wd)$/.exec(rule);
  if (length) {
    const n = Number(length[1]);
    if (length[2] === 'wd') return workdays(now, n, offset);
    return now + n * { min: minute, h: 60 * minute, d: day }[length[2] as 'min'];
  }
  const clock = /^(\d\d):(\d\d)$/.exec(rule);
  if (!clock) return null;
  const midnight = Math.floor((now + offset) / day) * day - offset;
  const at = midnight + (Number(clock[1]) * 60 + Number(clock[2])) * minute;
  return at > now + minute ? at : at + day;
}

function workdays(now: number, n: number, offset: number): number {
  let at = now;
  for (let left = n; left > 0;) {
    at += day;
    const weekday = new Date(at + offset).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return at;
}

/** What departments of playbooks are likely called in a shop. */
const called: Record<string, string[]> = names.departments;

/** The department that is meant: one of that kind, or else one that is called so. */
export function departmentLike(code: string | undefined, departments: { id: string; name: string; kind?: string }[]): string | undefined {
  const words = called[code ?? ''] ?? [];
  const found = departments.find(({ kind }) => kind && kind === code) ?? departments.find(({ name }) => words.some((each) => name.toLowerCase().includes(each)));
  return found?.id;
}

/** Which type of ticket of a shop is meant, by its name. */
const work: Record<string, string[]> = names.tickets;

export function typeLike(code: string | undefined, types: { id: string; name: string }[]): string | undefined {
  for (const word of work[code ?? ''] ?? []) {
    const found = types.find(({ name }) => name.toLowerCase().includes(word));
    if (found) return found.id;
  }
  return undefined;
}
