export const keys = {
  all: ['order'] as const,
  imports: ['order-import'] as const,
  products: ['product'] as const,
  rules: ['return-rule'] as const,
};

/** What a file may be about. */
export const kinds = ['orders', 'products', 'register'] as const;
export type Kind = (typeof kinds)[number];

/** The import that is looked at, or what the next one is about. */
export function readImport(search: Record<string, unknown>): { id?: string; kind?: Kind } {
  return { id: word(search.id), kind: kinds.find((each) => each === search.kind) };
}

/** What narrows the list of orders, and the one that is looked at. */
export interface OrderFilter {
  q?: string;
  shop?: string;
  id?: string;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);

/** The filter in an address, whatever somebody wrote there. */
export function readOrders(search: Record<string, unknown>): OrderFilter {
  return { q: word(search.q), shop: word(search.shop), id: word(search.id) };
}
