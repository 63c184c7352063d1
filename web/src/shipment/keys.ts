export const keys = {
  all: ['parcels'] as const,
  queue: (state: string, kind: string, shop: string) => ['parcels', 'queue', state, kind, shop] as const,
  ofOrder: (id: string) => ['parcels', 'order', id] as const,
  rules: (shop: string) => ['parcels', 'rules', shop] as const,
  account: (shop: string) => ['parcels', 'account', shop] as const,
};

/** How far somebody is with what is wrong with a parcel. */
export const states = ['open', 'told', 'snoozed', 'done', 'moved'] as const;
export type ParcelStanding = (typeof states)[number];

export const kinds = ['no_pickup', 'stalled', 'undeliverable', 'signed_away', 'returned', 'late'] as const;
export type ParcelKind = (typeof kinds)[number];

/** What the address says of the list. */
export interface ParcelFilter { state?: ParcelStanding; kind?: ParcelKind; shop?: string }

export function readParcels(search: Record<string, unknown>): ParcelFilter {
  return {
    state: states.find((each) => each === search.state), kind: kinds.find((each) => each === search.kind),
    shop: typeof search.shop === 'string' && search.shop !== '' ? search.shop : undefined,
  };
}
