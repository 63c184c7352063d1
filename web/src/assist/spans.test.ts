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

it('puts a better word in the place of a word, and a better sentence in that of the clause', () => {
  expect(applied('😀好，尽快做的。谢谢', finding(3, 5, 'warning', '我{时间}前做'))).toEqual({ text: '😀好，我{时间}前做。谢谢', from: 5, to: 9 });
  expect(applied('您的SKU没了', finding(2, 5, 'warning', '商品'))).toEqual({ text: '您的商品没了', from: 4, to: 4 });
  expect(applied('在', finding(0, 1, 'warning', '您好'))).toEqual({ text: '您好', from: 2, to: 2 });
});

it('finds a blank that is not filled in, and no other braces', () => {
  expect(unfilled('今天{时间}前给您{退款/小额打款}')).toBe('{时间}');
  expect(unfilled('参数 {a: 1} 和 {}')).toBeNull();
});
