import { describe, expect, it } from 'vitest';
import { contrast, palette } from './colour';

const rgb = (css: string) => css.match(/\d+/g)!.map(Number) as [number, number, number];

describe('palette', () => {
  it.each(['#0d7a6f', '#ffd500', '#ff0050', '#000000', '#ffffff', '#7a7a7a', '#1677ff'])('%s keeps AA contrast', (hex) => {
    const p = palette(hex)!;
    expect(contrast(rgb(p.brand), rgb(p.ink))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(p.onLight), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rgb(p.onDark), [26, 32, 34])).toBeGreaterThanOrEqual(4.5);
  });

  it('takes nothing but #rrggbb', () => {
    for (const bad of ['', 'red', '#fff', 'url(x)', '#12345g']) expect(palette(bad)).toBeNull();
  });
});
