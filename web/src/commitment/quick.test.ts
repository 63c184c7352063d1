import { describe, expect, it } from 'vitest';
import { quickChoices } from './quick';

const zone = 'Asia/Shanghai';
const choices = (at: string) =>
  quickChoices(Date.parse(at), zone).map((each) => `${each.id} ${new Date(each.due).toISOString().slice(0, 16)}`);

describe('quick choices', () => {
  it('are counted by the clock of the shop', () => {
    expect(choices('2026-11-23T06:00:00Z')).toEqual([
      'in_30m 2026-11-23T06:30', 'in_2h 2026-11-23T08:00', 'today_18 2026-11-23T10:00',
      'today_24 2026-11-23T16:00', 'tomorrow_12 2026-11-24T04:00',
    ]);
  });

  it('leave out what has passed', () => {
    expect(choices('2026-11-23T10:00:01Z').map((each) => each.split(' ')[0])).toEqual(['in_30m', 'in_2h', 'today_24', 'tomorrow_12']);
  });

  it('know that it is already tomorrow in the shop', () => {
    expect(choices('2026-11-30T16:10:00Z')).toContain('tomorrow_12 2026-12-02T04:00');
  });
});
