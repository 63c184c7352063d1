type Rgb = [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const DARK: Rgb = [16, 32, 30];

function parse(hex: string): Rgb | null {
  const match = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  return match && [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)];
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => (v <= 10 ? v / 3294 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// Moves a colour towards another until it reads on the ground.
function readable(colour: Rgb, ground: Rgb, towards: Rgb): Rgb {
  for (let step = 0; step <= 20; step++) {
    const mixed = colour.map((v, i) => Math.round(v + ((towards[i]! - v) * step) / 20)) as Rgb;
    if (contrast(mixed, ground) >= 4.6) return mixed;
  }
  return towards;
}

const css = (rgb: Rgb) => `rgb(${rgb.join(' ')})`;

export interface Palette {
  brand: string;
  /** Text on the brand colour. */
  ink: string;
  /** The brand colour as text on the light and on the dark surface. */
  onLight: string;
  onDark: string;
}

/** Shades of the merchant's colour that keep AA contrast; null if the colour is not #rrggbb. */
export function palette(hex: string): Palette | null {
  const brand = parse(hex);
  if (!brand) return null;
  const ink = contrast(brand, WHITE) >= 4.5 ? WHITE : DARK;
  return {
    brand: css(ink === WHITE ? brand : readable(brand, DARK, WHITE)),
    ink: css(ink),
    onLight: css(readable(brand, [245, 247, 247], [0, 0, 0])),
    onDark: css(readable(brand, [36, 46, 48], WHITE)),
  };
}

/** Paints the page in the merchant's colour. Set through CSSOM, which the page's CSP allows. */
export function paint(hex: string | null): void {
  const p = palette(hex ?? '');
  if (!p) return;
  const root = document.documentElement.style;
  root.setProperty('--brand', p.brand);
  root.setProperty('--brand-ink', p.ink);
  root.setProperty('--brand-on-light', p.onLight);
  root.setProperty('--brand-on-dark', p.onDark);
}
