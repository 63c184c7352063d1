export const keys = {
  all: ['order'] as const,
  imports: ['order-import'] as const,
  products: ['product'] as const,
};

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
