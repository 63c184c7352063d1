import { describe, expect, it } from 'vitest';
import type { Plan } from '../api/wire';
import { clockOf, following, isOvernight, stretches } from './hours';
import { lengthOf, mondayOf, shifted, specialsOf, withSpecial } from './special';

const long = [{ from: '09:00', to: '21:00' }];
const split = [{ from: '09:00', to: '12:00' }, { from: '13:30', to: '18:00' }];
const plan: Plan = { zone: 'Asia/Shanghai', holidays: true, week: { mon: split, tue: split, wed: split, thu: split, fri: split, sat: long } };

describe('a time', () => {
  it.each([
    ['9', '09:00'], ['09', '09:00'], ['930', '09:30'], ['1230', '12:30'], ['9:30', '09:30'], [' 09:30 ', '09:30'],
    ['\uff19\uff1a\uff13\uff10', '09:30'], ['24', '24:00'], ['0', '00:00'],
    ['25', '25'], ['9:75', '9:75'], ['2430', '2430'], ['nine', 'nine'], ['', ''],
  ])('typed as %s is %s', (typed, clock) => expect(clockOf(typed)).toBe(clock));
});

describe('openings', () => {
  it('may end on the next day', () => {
    expect(isOvernight({ from: '20:00', to: '02:00' })).toBe(true);
    expect(isOvernight({ from: '20:00', to: '24:00' })).toBe(false);
    expect(isOvernight({ from: '20:00', to: '' })).toBe(false);
  });

  it('are followed by a likely next one', () => {
    expect(following([])).toEqual({ from: '09:00', to: '18:00' });
    expect(following([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '17:00' });
    expect(following([{ from: '09:00', to: '20:30' }])).toEqual({ from: '21:30', to: '24:00' });
    expect(following([{ from: '20:00', to: '02:00' }])).toEqual({ from: '', to: '' });
    expect(following([{ from: '09:00', to: '?' }])).toEqual({ from: '', to: '' });
  });

  it('of days in a row are told at once', () => {
    expect(stretches(plan)).toEqual([{ from: 'mon', to: 'fri', hours: split }, { from: 'sat', to: 'sat', hours: long }, { from: 'sun', to: 'sun', hours: [] }]);
  });
});

describe('special days', () => {
  const stop = { from: '2027-02-05', to: '2027-02-08', name: 'stop', hours: [] };

  it('are kept day by day and shown as one', () => {
    const made = withSpecial(plan, stop);
    expect(made.exceptions).toHaveLength(4);
    expect(made.exceptions?.[0]).toEqual({ date: '2027-02-05', name: 'stop' });
    expect(specialsOf(made)).toEqual([stop]);
  });

  it('take the place of what was there', () => {
    const open = { from: '2027-02-07', to: '2027-02-07', name: '', hours: long };
    const made = withSpecial(withSpecial(plan, stop), open);
    expect(specialsOf(made).map((each) => [each.from, each.to])).toEqual([['2027-02-05', '2027-02-06'], ['2027-02-07', '2027-02-07'], ['2027-02-08', '2027-02-08']]);
    expect(specialsOf(withSpecial(withSpecial(plan, stop), { ...stop, from: '2027-02-06' }, stop))).toEqual([{ ...stop, from: '2027-02-06' }]);
    expect(withSpecial(withSpecial(plan, stop), undefined, stop).exceptions).toEqual([]);
  });

  it('are not one when they differ', () => {
    const made = withSpecial(withSpecial(plan, stop), { ...stop, from: '2027-02-09', to: '2027-02-09', name: 'other' });
    expect(specialsOf(made)).toHaveLength(2);
  });

  it('are counted across months and leap days', () => {
    expect(shifted('2028-02-28', 2)).toBe('2028-03-01');
    expect(lengthOf({ from: '2027-12-30', to: '2028-01-02' })).toBe(4);
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  });
});
