import { describe, expect, it } from 'vitest';
import type { WallItem } from '../api/wire';
import { readWall } from './wall_api';
import { inGroups } from './wall_groups';

const noon = Date.parse('2026-11-23T04:00:00Z'); // in Shanghai

function item(id: string, dueAt: string, brokenAt: string | null = null): WallItem {
  return { commitment: { id, due_at: dueAt, broken_at: brokenAt }, shop: { zone: 'Asia/Shanghai' } } as WallItem;
}

describe('the groups of the wall', () => {
  it('put what is late first and part the days where the shop is', () => {
    const all = inGroups([
      item('broken', '2026-11-22T04:00:00Z', '2026-11-22T04:15:00Z'), item('grace', '2026-11-23T03:55:00Z'),
      item('tonight', '2026-11-23T15:59:00Z'), item('tomorrow', '2026-11-23T16:00:00Z'),
    ], noon);
    expect(all.map(({ group, items }) => [group, items.map((each) => each.commitment.id)])).toEqual([
      ['broken', ['broken']], ['today', ['grace', 'tonight']], ['later', ['tomorrow']],
    ]);
  });

  it('leave out those that are empty', () => {
    expect(inGroups([], noon)).toEqual([]);
  });
});

describe('the filter in an address', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(readWall({ view: 'broken', shop: 's1', owner: 7, department: '', outcome: 'kept' }))
      .toEqual({ view: 'broken', shop: 's1', owner: '7', department: undefined, outcome: 'kept' });
    expect(readWall({ view: 'open', outcome: 'lost', shop: {} })).toEqual({ view: undefined, shop: undefined, owner: undefined, department: undefined, outcome: undefined });
  });
});
