import { describe, expect, it } from 'vitest';
import { differences, without } from './differences';

describe('differences', () => {
  it('are what is other than the time before', () => {
    const before = JSON.stringify({ name: 'Tea', settings: { grace: 15, target: 3 }, hours: { week: { mon: [{ from: '09:00', to: '18:00' }] } } });
    const after = JSON.stringify({ name: 'Tea', settings: { grace: 15, target: 5 }, hours: { week: {} } });
    expect(differences(after, before)).toEqual([
      { path: 'settings.target', from: 3, to: 5 },
      { path: 'hours.week.mon', from: [{ from: '09:00', to: '18:00' }] },
    ]);
  });

  it('are everything that was said where no time before is known', () => {
    expect(differences('{"grants":[],"provisional":false,"name":"Li","case_id":"x","id":"y","note":"","off":null}', '')).toEqual([
      { path: 'name', from: undefined, to: 'Li' },
      { path: 'grants', from: undefined, to: [] },
    ]);
  });

  it('are none where nothing is known', () => {
    expect(differences('', '')).toEqual([]);
    expect(differences('null', '')).toEqual([]);
    expect(differences('{"torn', '')).toEqual([]);
  });
});

it('lists differ by what only one has', () => {
  expect(without(['a', 'b'], ['b', 'c'])).toEqual(['a']);
  expect(without(['a'], undefined)).toEqual(['a']);
  expect(without(undefined, ['a'])).toEqual([]);
});
