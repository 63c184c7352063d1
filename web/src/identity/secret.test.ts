import { describe, expect, it } from 'vitest';
import { newPassword } from './secret';

describe('a new password', () => {
  it('is four groups of letters that cannot be mistaken', () => {
    for (let n = 0; n < 50; n++) expect(newPassword()).toMatch(/^([a-kmnp-z2-9]{4}-){3}[a-kmnp-z2-9]{4}$/);
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 100 }, newPassword)).size).toBe(100);
  });
});
