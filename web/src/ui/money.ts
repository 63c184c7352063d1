/** "¥199.00", or a dash for what is not known. */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—';
  return `¥${(fen / 100).toFixed(2)}`;
}

/** "¥12.50", "¥12" where no fen are left over, or a dash for what is not known. */
export function money(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '—';
  return `¥${(fen / 100).toFixed(fen % 100 === 0 ? 0 : 2)}`;
}

/** Fen of what somebody typed as yuan, or null if it is no amount. */
export function readYuan(text: string): number | null {
  const found = /^\s*¥?(\d{1,9})(?:\.(\d{1,2}))?\s*$/.exec(text);
  if (!found) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
