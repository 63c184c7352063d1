import type { Commitment } from '../conversation/wire';

export type Standing = 'running' | 'late' | 'broken' | 'kept' | 'kept_late' | 'updated' | 'waived';

/** How a commitment stands at `now` (server clock, ms). Past the due time it is late at once;
 * it is broken when the server says so, after the grace time. */
export function standing({ state, due_at, broken_at }: Commitment, now: number): Standing {
  if (state === 'open') {
    if (broken_at) return 'broken';
    return now >= Date.parse(due_at) ? 'late' : 'running';
  }
  if (state === 'kept') return broken_at ? 'kept_late' : 'kept';
  return state;
}

/** Whole days and HH:MM:SS of a span of milliseconds; a started second counts until it is over. */
export function span(ms: number): { days: number; clock: string } {
  const total = Math.max(0, Math.ceil(ms / 1000));
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return {
    days: Math.floor(total / 86_400),
    clock: `${two((total % 86_400) / 3600)}:${two((total % 3600) / 60)}:${two(total % 60)}`,
  };
}
