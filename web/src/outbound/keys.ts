// What the console needs before any page of outbound photos is fetched.
export const states = ['waiting', 'matched', 'dropped'] as const;
export type State = (typeof states)[number];

/** What is shown of the photos of a shop. */
export interface OutboundFilter {
  shop?: string;
  state?: State;
}

/** The filter in an address, whatever somebody wrote there. */
export function readOutbound(search: Record<string, unknown>): OutboundFilter {
  return { shop: typeof search.shop === 'string' ? search.shop : undefined, state: states.find((each) => each === search.state) };
}
