import { expect, it } from 'vitest';
import { beginning, mentioned } from './mention';

it('finds the name that is being written', () => {
  expect(beginning('请 @李', 4)).toBe('李');
  expect(beginning('@', 1)).toBe('');
  expect(beginning('请@李晓 看', 6)).toBe(null);
  expect(beginning('a@b', 3)).toBe(null);
  expect(beginning('请@李晓', 3)).toBe('李');
});

it('tells who is called', () => {
  const team = [{ id: '1', name: '李晓' }, { id: '2', name: '王敏' }];
  expect(mentioned('@李晓 看一下，李晓和王敏', team)).toEqual(['1']);
  expect(mentioned('@李晓@王敏', team)).toEqual(['1', '2']);
  expect(mentioned('没有人', team)).toEqual([]);
  expect(mentioned('@李晓晓 看一下', [...team, { id: '3', name: '李晓晓' }])).toEqual(['3']);
});
