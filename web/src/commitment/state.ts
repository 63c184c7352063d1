import type { Commitment } from '../api/wire';

/** What a commitment looks like at a moment; the server alone decides `broken`. */
export type Look = 'open' | 'grace' | 'broken' | 'kept' | 'updated' | 'waived';

export function look(commitment: Commitment, now: number): Look {
  if (commitment.state !== 'open') return commitment.state;
  if (commitment.broken_at) return 'broken';
  return now > Date.parse(commitment.due_at) ? 'grace' : 'open';
}

/** The part of its time that has passed, from 0 to 1. */
export function passed(commitment: Commitment, now: number): number {
  const from = Date.parse(commitment.made_at);
  const whole = Date.parse(commitment.due_at) - from;
  if (whole <= 0) return 1;
  return Math.min(1, Math.max(0, (now - from) / whole));
}
