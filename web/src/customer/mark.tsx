import type { CSSProperties, ReactNode } from 'react';

/** A word on a colour of its own, to be read in light and dark. */
export function Mark({ colour, children }: { colour: string; children: ReactNode }) {
  return <span className="mark" style={{ '--mark': tones[colour] ?? tones.grey } as CSSProperties}>{children}</span>;
}

const tones: Record<string, string> = {
  green: '#389e0d', blue: '#0958d9', purple: '#531dab', magenta: '#c41d7f', red: '#cf1322', orange: '#d4580b', gold: '#b8860b', cyan: '#08979c', grey: '#7a7a7a',
};
