import type { CSSProperties } from 'react';

/** The first letter of a name on a colour of its own. */
export function Avatar({ name, id, size = 38 }: { name: string; id: string; size?: number }) {
  const style = { '--hue': hue(id || name), width: size, height: size, fontSize: size * 0.4 } as CSSProperties;
  return <span className="avatar" style={style} aria-hidden>{initial(name)}</span>;
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '?').toUpperCase();
}

/** Ids made one after the other get colours far apart. */
function hue(seed: string): number {
  let sum = 0;
  for (const letter of seed) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return Math.round(sum * 137.508) % 360;
}
