import { expect, it } from 'vitest';
import { matching, sought } from './match';

it('looks for what follows a slash, whatever punctuation is on', () => {
  expect([sought('/'), sought('/fa'), sought('、发货'), sought('／x'), sought('a/b'), sought('/a b'), sought('')]).toEqual(['', 'fa', '发货', 'x', null, null, null]);
});

it('puts titles before words, and what holds before what does not', () => {
  const one = (title: string, text: string, state: 'holds' | 'over' = 'holds') => ({ title, group: '', text, state });
  const all = [one('包邮', '发货后三天'), one('发货', '好', 'over'), one('发货时间', '两天'), one('退货', '好')];
  expect(matching(all, '发货').map(({ title }) => title)).toEqual(['发货时间', '包邮', '发货']);
  expect(matching(all, '')).toHaveLength(4);
});
