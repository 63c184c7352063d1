import { expect, test } from 'vitest';
import { compare, linesOf } from './lines';

test('lines without words are left out', () => {
  expect(linesOf(' a \n\n b')).toEqual(['a', 'b']);
});

test.each([
  ['', '', ''],
  ['a\nb\n', 'a\nb\n', '=a =b'],
  ['a\nb\nc\n', 'a\nx\nc\n', '=a -b +x =c'],
  ['', 'a\n', '+a'],
  ['a\n', '', '-a'],
  ['a\nb', 'b\nc', '-a =b +c'],
])('from %j to %j', (before, after, want) => {
  const marks = { same: '=', gone: '-', new: '+' };
  expect(compare(before, after).map(({ kind, text }) => marks[kind] + text).join(' ')).toBe(want);
});
