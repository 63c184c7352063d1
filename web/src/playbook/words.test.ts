import { describe, expect, it } from 'vitest';
import type { GuideStep } from '../api/wire';
import { departmentLike, dueBy, spoken, typeLike } from './words';

const shanghai = 8 * 3_600_000;
const friday = Date.UTC(2026, 10, 27, 2, 0); // ten in the morning there

describe('due rules', () => {
  it.each([
    ['30min', friday + 30 * 60_000],
    ['4h', friday + 4 * 3_600_000],
    ['2d', friday + 48 * 3_600_000],
    ['1wd', friday + 72 * 3_600_000], // Monday
    ['18:00', Date.UTC(2026, 10, 27, 10, 0)],
    ['09:30', Date.UTC(2026, 10, 28, 1, 30)], // tomorrow
    ['soon', null],
  ])('%s', (rule, due) => expect(dueBy(rule, friday, shanghai)).toBe(due));
});

describe('words of steps', () => {
  const step = { text: { zh: '{due}答您：{restatement}', en: '{restatement}, {due}' }, due_words: { zh: '4 小时内', en: 'within 4 hours' } } as GuideStep;
  it('are in the language of the buyer', () => {
    expect(spoken(step, false, '杯子碎了')).toBe('4 小时内答您：杯子碎了');
    expect(spoken(step, true, 'it broke')).toBe('it broke, within 4 hours');
  });
});

it('knows departments and tickets by their names', () => {
  const departments = [{ id: 'a', name: '物流部' }, { id: 'b', name: '上海仓库' }];
  expect(departmentLike('warehouse', departments)).toBe('b');
  expect(departmentLike('legal', departments)).toBeUndefined();
  expect(departmentLike('legal', [...departments, { id: 'c', name: '三组', kind: 'legal' }])).toBe('c');
  expect(typeLike('refund', [{ id: 'x', name: '补发' }, { id: 'y', name: '退款' }])).toBe('y');
});
