import type { Finding } from '../api/wire';

/** A run of a draft, and what was found in it. */
export interface Run {
  text: string;
  finding: Finding | null;
}

/** Cuts a draft at its findings. Spans count code points; where two overlap, the graver one is shown. */
export function runs(text: string, findings: Finding[]): Run[] {
  const points = [...text];
  const owner: (Finding | null)[] = points.map(() => null);
  for (const each of [...findings].sort((a, b) => gravity(a) - gravity(b))) {
    for (let i = each.start; i < Math.min(each.end, points.length); i++) owner[i] = each;
  }
  const all: Run[] = [];
  points.forEach((point, i) => {
    const last = all.at(-1);
    if (last && last.finding === owner[i]) last.text += point;
    else all.push({ text: point, finding: owner[i]! });
  });
  return all;
}

const levels = ['hint', 'warning', 'error', 'block'];

export function gravity({ level }: Finding): number {
  return levels.indexOf(level);
}

/** Full and ASCII commas, stops, and marks after which another clause begins. */
const ends = /[\uff0c\u3002\uff01\uff1f\uff1b\u2026,!?;\n]/;

/**
 * The draft with better words in the place of what was found, and the first blank in them to be
 * filled in. A word takes the place of a word; what is more than that, of the whole clause.
 */
export function applied(text: string, { start, end, better }: Finding): { text: string; from: number; to: number } {
  const points = [...text];
  if (better.includes('{') || [...better].length > 2 * (end - start) + 2) {
    while (start > 0 && !ends.test(points[start - 1]!)) start--;
    while (end < points.length && !ends.test(points[end]!)) end++;
  }
  const before = points.slice(0, start).join('');
  const blank = /\{[^{}]*\}/.exec(better);
  const from = before.length + (blank ? blank.index : better.length);
  return { text: before + better + points.slice(end).join(''), from, to: from + (blank ? blank[0].length : 0) };
}

/** A blank that better words left to be filled in, if one is still there. */
export function unfilled(text: string): string | null {
  return /\{[\p{Script=Han}/\u3001]{1,20}\}/u.exec(text)?.[0] ?? null;
}

/** What kind of trouble a category is; each has its colour. */
export function family(category: string): 'time' | 'blame' | 'tone' | 'never' | 'craft' {
  if (['vague_promise', 'over_promise', 'absolute'].includes(category)) return 'time';
  if (['blame_shift', 'dismissal', 'take_sides', 'rule_first'].includes(category)) return 'blame';
  if (['rude', 'cold_opening', 'empty_empathy', 'overacted', 'interrupt'].includes(category)) return 'tone';
  if (['personal_data', 'off_platform', 'review_reward', 'platform'].includes(category)) return 'never';
  return 'craft';
}
