import { describe, expect, it } from 'vitest';
import type { QueueItem } from '../api/wire';
import { most, nothing, only, toggled, withAll, withRange } from './selection';

const rows = Array.from({ length: 130 }, (_, n) => ({ conversation_id: `c${n}`, version: n, head_seq: 2 * n })) as QueueItem[];

describe('a selection', () => {
  it('keeps a row as it was when it was chosen', () => {
    const one = toggled(nothing, rows[3]!);
    expect(one.get('c3')).toEqual({ id: 'c3', version: 3, head_seq: 6 });
    expect(withAll(one, [{ ...rows[3]!, version: 9 }]).get('c3')?.version).toBe(3);
    expect(toggled(one, rows[3]!).size).toBe(0);
  });

  it('takes what lies between two rows, in either direction', () => {
    for (const [from, to] of [['c2', 'c5'], ['c5', 'c2']] as const) {
      expect([...withRange(nothing, rows, from, to).keys()]).toEqual(['c2', 'c3', 'c4', 'c5']);
    }
    expect(withRange(nothing, rows, 'gone', 'c2').size).toBe(0);
  });

  it('holds no more than the server takes', () => {
    const full = withAll(nothing, rows);
    expect(full.size).toBe(most);
    expect(toggled(full, rows[120]!).size).toBe(most);
  });

  it('keeps those that failed, as they are now', () => {
    expect([...only(rows, ['c4', 'gone']).values()]).toEqual([{ id: 'c4', version: 4, head_seq: 8 }]);
  });
});
