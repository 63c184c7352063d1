import { expect, it } from 'vitest';
import { senseWords, sent, typed } from './fix';

it('takes yuan and sends fen', () => {
  expect([sent('amount', '129.9'), sent('amount', '¥ 1,200 元'), sent('amount', 'viel'), sent('order_no', ' A1 ')]).toEqual(['12990', '120000', 'viel', 'A1']);
  expect([typed({ type: 'amount', value: '12990' }), typed({ type: 'batch', value: 'B7' })]).toEqual(['129.9', 'B7']);
});

it('says that it is no such thing', () => {
  expect([senseWords('risk', { type: '' }), senseWords('fact', { type: '' }), senseWords('scenario', { type: '' })].every((each) => each.length > 0)).toBe(true);
});
