import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setLanguage } from '../i18n';
import { ago, countdown, dayName, dayTime, instant, readWall, rough, running, wall, writeWall } from './time';

const shanghai = 'Asia/Shanghai';
const at = Date.parse('2026-11-23T10:00:00Z');

beforeAll(() => setLanguage('en'));
afterAll(() => setLanguage('zh-CN'));

describe('the clock on the wall of a zone', () => {
  it('is read and set', () => {
    expect(wall(at, shanghai)).toEqual({ year: 2026, month: 11, day: 23, hour: 18, minute: 0 });
    expect(instant({ year: 2026, month: 11, day: 23, hour: 18, minute: 0 }, shanghai)).toBe(at);
  });

  it('is read from fields for times, and written for them', () => {
    expect(readWall('2026-11-23T18:00', shanghai)).toBe(at);
    expect(readWall('2026-11-23 18:00', shanghai)).toBe(at);
    expect(readWall('', shanghai)).toBeNull();
    expect(writeWall(Date.parse('2026-11-23T00:05:00Z'), shanghai)).toBe('2026-11-23T08:05');
  });

  it('carries hours and days over', () => {
    expect(instant({ year: 2026, month: 11, day: 30, hour: 24, minute: 0 }, shanghai)).toBe(Date.parse('2026-11-30T16:00:00Z'));
  });

  it('follows summer time', () => {
    const berlin = (month: number, day: number) => new Date(instant({ year: 2026, month, day, hour: 12, minute: 0 }, 'Europe/Berlin')).getUTCHours();
    expect([berlin(3, 28), berlin(3, 29), berlin(10, 25)]).toEqual([11, 10, 11]);
  });
});

describe('times for people', () => {
  it('name the day by the clock of the shop', () => {
    const late = Date.parse('2026-11-23T16:30:00Z');
    expect(dayTime(late, at, shanghai)).toBe('Tomorrow 00:30');
    expect(dayTime(late, at, 'UTC')).toBe('Today 16:30');
    expect(dayName(at - 30 * 3_600_000, at, shanghai)).toBe('Yesterday');
  });

  it('call the end of a day 24:00', () => {
    expect(dayTime(Date.parse('2026-11-23T16:00:00Z'), at, shanghai)).toBe('Today 24:00');
  });

  it('say how long ago in few letters', () => {
    expect(ago(at - 59_000, at, shanghai)).toBe('now');
    expect(ago(at - 61_000, at, shanghai)).toBe('1 min');
    expect(ago(at - 2 * 3_600_000, at, shanghai)).toBe('16:00');
  });
});

describe('stretches of time', () => {
  it('run', () => {
    expect([0, 61_000, 3_723_000].map(running)).toEqual(['0:00', '1:01', '1:02:03']);
  });

  it('count down', () => {
    expect([59_000, -59_000, 4 * 3_600_000, 90_061_000].map(countdown)).toEqual(['00:00:59', '00:00:59', '04:00:00', '1 d 01:01:01']);
  });

  it('are said roughly', () => {
    expect([5_000, 11 * 60_000, 65 * 60_000, 50 * 3_600_000].map(rough)).toEqual(['1 min', '11 min', '1 h 05 min', '2 d']);
  });
});
