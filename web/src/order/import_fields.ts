/** What a column may mean, in groups as the screen shows them. */
export const fieldGroups = {
  order: ['number', 'platform', 'status', 'nick', 'placed_at', 'paid_at', 'shipped_at', 'received_at'],
  receiver: ['receiver', 'phone', 'province', 'city', 'district', 'town', 'address'],
  parcel: ['carrier', 'tracking'],
  amounts: ['goods', 'freight', 'discount', 'paid', 'refunded'],
  item: ['item_code', 'item_title', 'item_spec', 'item_quantity', 'item_price', 'item_batch'],
} as const;

export const platforms = ['taobao', 'douyin', 'jd', 'pdd', 'kuaishou', 'xiaohongshu', 'wechat', 'other'] as const;

/** Headings that can be chosen: each once, nameless ones not at all. */
export function choosable(headings: string[]): string[] {
  return [...new Set(headings)].filter((each) => each !== '');
}

/** The columns of a named mapping that this file has. */
export function fitting(columns: Record<string, string>, headings: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).filter(([, heading]) => headings.includes(heading)));
}
