import { expect, it } from 'vitest';
import { writeWall } from '../ui/time';
import { quickTimes } from './later_times';

const zone = 'Asia/Shanghai';

it('offers times that lie ahead, by the shop’s clock', () => {
  const now = Date.parse('2026-11-23T02:01:30Z'); // 10:01:30
  expect(quickTimes(now, zone).map((each) => [each.id, writeWall(each.at, zone)])).toEqual([
    ['in_30m', '2026-11-23T10:35'], ['in_1h', '2026-11-23T11:05'], ['today_18', '2026-11-23T18:00'], ['tomorrow_9', '2026-11-24T09:00'],
  ]);
  expect(quickTimes(Date.parse('2026-11-23T12:00:00Z'), zone).map((each) => each.id)).toEqual(['in_30m', 'in_1h', 'tomorrow_9']);
});
