import type { Kind } from './keys';

/** What a column may mean, in groups as the screen shows them. */
const groups = {
  orders: {
    order: ['number', 'platform', 'status', 'nick', 'placed_at', 'paid_at', 'shipped_at', 'received_at'],
    receiver: ['receiver', 'phone', 'province', 'city', 'district', 'town', 'address'],
    parcel: ['carrier', 'tracking'],
    amounts: ['goods', 'freight', 'discount', 'paid', 'refunded'],
    item: ['item_code', 'item_title', 'item_spec', 'item_quantity', 'item_price', 'item_batch'],
  },
  products: { product: ['item_code', 'product_name', 'goods_class', 'item_spec', 'shelf_life', 'warranty'] },
  register: {
    complaint: ['complaint', 'complaint_type', 'told_at', 'entry_number', 'severity'],
    person: ['nick', 'customer_name', 'phone', 'platform'],
    about: ['number', 'item_title'],
    handling: ['proposed', 'result', 'redress', 'blame', 'handler', 'standing', 'settled_at', 'remark'],
  },
} as const;

export type Group = { [K in Kind]: keyof (typeof groups)[K] }[Kind];
type Fields<G> = G extends Record<string, readonly (infer F)[]> ? F : never;
export type ImportField = Fields<(typeof groups)['orders']> | Fields<(typeof groups)['products']> | Fields<(typeof groups)['register']>;

export function groupsOf(kind: Kind): [Group, readonly ImportField[]][] {
  return Object.entries(groups[kind]) as [Group, readonly ImportField[]][];
}

/** Without which nothing can be read. */
export const needed: Record<Kind, ImportField> = { orders: 'number', products: 'item_code', register: 'complaint' };

export const platforms = ['taobao', 'douyin', 'jd', 'pdd', 'kuaishou', 'xiaohongshu', 'wechat', 'other'] as const;

/** Headings that can be chosen: each once, nameless ones not at all. */
export function choosable(headings: string[]): string[] {
  return [...new Set(headings)].filter((each) => each !== '');
}

/** The columns of a named mapping that this file has. */
export function fitting(columns: Record<string, string>, headings: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).filter(([, heading]) => headings.includes(heading)));
}
