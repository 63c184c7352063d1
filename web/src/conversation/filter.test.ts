import { describe, expect, it } from 'vitest';
import { asked, conditions, fromAsked, readFilter, sameFilter, type Filter } from './filter';

const full: Filter = {
  assignee: 'me', channel: 'webchat', case: 'open', severity: 'critical,high', scenario: 'logistics.late', stage: 'received',
  over_target: true, overdue: true, unread: true, order: 'oldest',
};

describe('the filter of an address', () => {
  it('survives being read', () => {
    expect(readFilter({ ...full })).toEqual(full);
    expect(readFilter({})).toEqual({});
  });

  it('drops what nobody could have chosen', () => {
    expect(readFilter({ case: 'closed', severity: 'worst,low', stage: 'closed', unread: 'yes', order: 1, assignee: '', x: 'y' }))
      .toEqual({ severity: 'low' });
  });

  it('survives being saved as a view', () => {
    expect(fromAsked(asked('mine', 'shop', full))).toEqual({ view: 'mine', shop: 'shop', filter: full });
    expect(fromAsked(asked('all', '', {}))).toEqual({ view: 'all', shop: '', filter: {} });
  });

  it('counts conditions and compares', () => {
    expect(conditions(full)).toBe(9);
    expect(conditions({ order: 'newest' })).toBe(0);
    expect(sameFilter(full, { ...full })).toBe(true);
    expect(sameFilter(full, { ...full, unread: undefined })).toBe(false);
  });
});
