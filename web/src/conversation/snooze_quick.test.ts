import { describe, expect, it } from 'vitest';
import { snoozeChoices } from './snooze_quick';

const zone = 'Asia/Shanghai';
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('the quick choices', () => {
  it('lie ahead, by the clock of the shop', () => {
    const monday = at('2026-11-23T09:30'); // a Monday
    expect(snoozeChoices(monday, zone).map((each) => [each.id, each.until])).toEqual([
      ['in_30m', monday + 30 * 60_000], ['in_2h', monday + 120 * 60_000], ['today_18', at('2026-11-23T18:00')],
      ['tomorrow_9', at('2026-11-24T09:00')], ['monday_9', at('2026-11-30T09:00')],
    ]);
  });

  it('leave out what is past, and what is said twice', () => {
    const sunday = at('2026-11-29T17:55');
    expect(snoozeChoices(sunday, zone).map((each) => each.id)).toEqual(['in_30m', 'in_2h', 'tomorrow_9']);
  });
});
