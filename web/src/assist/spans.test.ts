import { expect, it } from 'vitest';
import type { Finding } from '../api/wire';
import { applied, runs, unfilled } from './spans';

const finding = (start: number, end: number, level: Finding['level'] = 'warning', better = '') => ({ start, end, level, better, rule: `${start}`, category: 'rude' }) as Finding;

it('cuts a draft at its findings, by code points, and shows the graver where two overlap', () => {
  const [mild, grave] = [finding(1, 4), finding(2, 3, 'error')];
  expect(runs('😀尽快做好', [grave, mild]).map(({ text, finding: found }) => [text, found?.level])).toEqual([
    ['😀', undefined], ['尽', 'warning'], ['快', 'error'], ['做', 'warning'], ['好', undefined],
  ]);
  expect(runs('短', [finding(0, 9)]).map(({ text }) => text)).toEqual(['短']);
});

it('puts better words in the place of what was found, and selects the first blank', () => {
  expect(applied('😀尽快做', finding(1, 3, 'warning', '{时间}前'))).toEqual({ text: '😀{时间}前做', from: 2, to: 6 });
  expect(applied('在', finding(0, 1, 'warning', '您好'))).toEqual({ text: '您好', from: 2, to: 2 });
  expect(applied('好的', finding(2, 2, 'hint', '。'))).toEqual({ text: '好的。', from: 3, to: 3 });
});

it('finds a blank that is not filled in, and no other braces', () => {
  expect(unfilled('今天{时间}前给您{退款/小额打款}')).toBe('{时间}');
  expect(unfilled('参数 {a: 1} 和 {}')).toBeNull();
});
