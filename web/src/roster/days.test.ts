import { describe, expect, it } from 'vitest';
import { addDays, clock, daysOf, minutesOf } from './days';

describe('days', () => {
  it('counts over ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(daysOf('2026-11-30')).toEqual(['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06']);
  });

  it('reads and writes times of the day', () => {
    expect(clock(485)).toBe('08:05');
    expect([minutesOf('8:05'), minutesOf('24:00'), minutesOf('25:00'), minutesOf('8:60'), minutesOf('x')]).toEqual([485, 0, undefined, undefined, undefined]);
  });
});
