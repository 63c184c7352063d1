import { useMe } from '../identity/api';

/** The zone of a shop that one works in. */
export function useZones(): (shop: string) => string {
  const { shops } = useMe();
  return (id) => shops.find((each) => each.id === id)?.zone ?? shops[0]?.zone ?? 'UTC';
}
