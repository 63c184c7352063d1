import { describe, expect, it } from 'vitest';
import type { CustomerCard } from '../api/wire';
import { money } from '../ui/money';
import { endOf, openingOf } from './opening';

const past = (changed: Partial<CustomerCard['cases'][number]>): CustomerCard['cases'][number] => ({
  id: 'c', number: 'A1', conversation_id: 't', scenario: 'quality.damaged', stage: 'closed', solved: 'yes', done: '', score: 0,
  opened_at: '2026-10-03T02:00:00Z', closed_at: '2026-10-04T02:00:00Z', reopened_at: null, ...changed,
});
const card = (cases: CustomerCard['cases']) => ({ cases, shop: { id: 's', name: '', zone: 'Asia/Shanghai' } }) as unknown as CustomerCard;

describe('what is worth knowing first', () => {
  it('is nothing of whom we do not know', () => expect(openingOf(card([]))).toBe(''));

  it('is made of facts', () => {
    expect(openingOf(card([past({ done: '补发灯罩', score: 5 })]))).toBe('上次 10月3日：商品破损/瑕疵，已做到“补发灯罩”，已解决，评价 5 分');
  });

  it('is about what is over, if anything is', () => {
    expect(openingOf(card([past({ stage: 'investigating', solved: '', opened_at: '2026-11-20T02:00:00Z' }), past({})]))).toContain('10月3日');
  });
});

describe('a case', () => {
  it('ends in one of four ways', () => {
    expect([past({}), past({ solved: 'no' }), past({ solved: '' }), past({ solved: '', stage: 'received' })].map(endOf)).toEqual(['yes', 'no', 'closed', 'open']);
  });
});

it('money is shown without idle zeroes', () => expect([money(1500), money(1550)]).toEqual(['¥15', '¥15.50']));
