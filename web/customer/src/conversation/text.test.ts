import { describe, expect, it } from 'vitest';
import { linked, runes } from './text';

describe('linked', () => {
  it.each([
    ['no address', [{ text: 'no address' }]],
    ['see https://a.example/x?y=1.', [{ text: 'see ' }, { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' }, { text: '.' }]],
    ['\u770bhttps://a.example/x\uff0c\u8c22', [{ text: '\u770b' }, { text: 'https://a.example/x', href: 'https://a.example/x' }, { text: '\uff0c\u8c22' }]],
    ['javascript:alert(1)', [{ text: 'javascript:alert(1)' }]],
    ['', []],
  ])('%s', (text, parts) => {
    expect(linked(text)).toEqual(parts);
  });
});

describe('runes', () => {
  it('counts code points', () => {
    expect(runes('a\u{1f600}\u4e2d')).toBe(3);
  });
});
