import { describe, expect, it } from 'vitest';
import { grouped, isFixed, toggled } from './permissions';

describe('a permission', () => {
  it('brings what it leans on', () => {
    expect(toggled([], 'case.close_with_reason', true).sort()).toEqual(['case.close_with_reason', 'case.read', 'case.write']);
  });

  it('takes along what leans on it', () => {
    expect(toggled(['case.read', 'case.write', 'case.close_with_reason', 'file.read'], 'case.read', false)).toEqual(['file.read']);
  });

  it('that nobody knows stands alone', () => {
    expect(toggled(['a.b'], 'c.d', true)).toEqual(['a.b', 'c.d']);
  });

  it('may be fixed to a role', () => {
    expect(isFixed('administrator', 'role.manage')).toBe(true);
    expect(isFixed('administrator', 'case.read')).toBe(false);
    expect(isFixed('agent', 'role.manage')).toBe(false);
  });
});

describe('groups', () => {
  it('keep the order', () => {
    expect(grouped(['case.read', 'file.read', 'case.write']).map((each) => each.permissions)).toEqual([['case.read', 'case.write'], ['file.read']]);
  });
});
