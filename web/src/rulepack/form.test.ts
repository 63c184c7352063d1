import { expect, test } from 'vitest';
import { blank, fieldsOf, ruleOf } from './form';

test('a rule stays what it is on its way through the form', () => {
  const rule = { ...blank, id: 'tea.a', pattern: ['小票', '票根'], replace: [{ word: '杀青', plain: '炒茶' }], bad: ['a', 'b', 'c'], good: ['x'] };
  expect(ruleOf(fieldsOf(rule))).toEqual(rule);
});

test.each([
  ['杀青=炒茶', '杀青', '炒茶'],
  [' 杀青 ＝ 炒茶 ', '杀青', '炒茶'],
  ['杀青→炒茶', '杀青', '炒茶'],
  ['杀青', '杀青', ''],
])('%j is a word with a plain one', (line, word, plain) => {
  expect(ruleOf({ ...fieldsOf(blank), replace: line }).replace).toEqual([{ word, plain }]);
});
