import { describe, expect, it } from 'vitest';
import type { Commitment } from '../conversation/wire';
import { Clock } from '../ui/clock';
import { span, standing } from './countdown';

const due = Date.parse('2026-05-01T10:00:00.000Z');
const commitment = (more: Partial<Commitment>): Commitment => ({
  id: 'c1', text: '', due_at: new Date(due).toISOString(), state: 'open', broken_at: null, ...more,
});

describe('standing', () => {
  it.each([
    [{}, due - 1, 'running'],
    [{}, due, 'late'],
    [{ broken_at: '2026-05-01T10:05:00.000Z' }, due + 400_000, 'broken'],
    [{ state: 'kept' }, due + 1, 'kept'],
    [{ state: 'kept', broken_at: '2026-05-01T10:05:00.000Z' }, due + 1, 'kept_late'],
    [{ state: 'updated' }, due + 1, 'updated'],
    [{ state: 'waived' }, due - 1, 'waived'],
  ] as [Partial<Commitment>, number, string][])('%o at %d is %s', (more, now, want) => {
    expect(standing(commitment(more), now)).toBe(want);
  });
});

describe('span', () => {
  it.each([
    [0, 0, '00:00:00'],
    [1, 0, '00:00:01'],
    [59_000, 0, '00:00:59'],
    [3_600_000, 0, '01:00:00'],
    [86_399_000, 0, '23:59:59'],
    [90_061_000, 1, '01:01:01'],
    [-5, 0, '00:00:00'],
  ])('%d ms is %d days %s', (ms, days, clock) => {
    expect(span(ms)).toEqual({ days, clock });
  });
});

describe('clock', () => {
  it("follows the server, whatever the buyer's clock says", () => {
    let local = 1_000_000;
    const clock = new Clock(() => local);
    const sent = local;
    local += 200;
    clock.learn(new Date(due).toISOString(), sent);
    expect(clock.now()).toBe(due + 100);
  });

  it('keeps the measurement with the shortest trip', () => {
    let local = 1_000_000;
    const clock = new Clock(() => local);
    clock.learn(new Date(due).toISOString(), local);
    const sent = local;
    local += 3_000;
    clock.learn(new Date(due + 100).toISOString(), sent);
    expect(clock.now()).toBe(due + 3_000);
  });

  it('starts over when the local clock was set', () => {
    let local = 1_000_000;
    const clock = new Clock(() => local);
    clock.learn(new Date(due).toISOString(), local);
    local -= 3_600_000;
    const sent = local;
    local += 50;
    clock.learn(new Date(due).toISOString(), sent);
    expect(clock.now()).toBe(due + 25);
  });

  it('ignores an answer without a time', () => {
    const clock = new Clock(() => 7);
    clock.learn('', 7);
    expect(clock.now()).toBe(7);
  });
});
