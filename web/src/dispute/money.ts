/** "¥199.00" of fen. */
export function yuan(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** Fen of what somebody typed as yuan, or null if it is no amount. */
export function readYuan(text: string): number | null {
  const found = /^\s*¥?(\d{1,9})(?:\.(\d{1,2}))?\s*$/.exec(text);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}
