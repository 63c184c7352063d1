import { expect, test } from 'vitest';
import { readYuan, yuan } from './money';

test('fen become yuan and come back', () => {
  expect(yuan(19900)).toBe('¥199.00');
  expect(yuan(5)).toBe('¥0.05');
  expect(yuan(null)).toBe('—');
  expect(readYuan('199')).toBe(19900);
  expect(readYuan('¥0.5')).toBe(50);
  expect(readYuan('19.99')).toBe(1999);
  expect(readYuan('12.345')).toBeNull();
  expect(readYuan('-1')).toBeNull();
  expect(readYuan('x')).toBeNull();
});
