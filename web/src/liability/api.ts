import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Liability, LiabilityTally } from '../api/wire';
import { keys } from '../evidence/keys';

/** A hint may be lost. */
const again = 30_000;

/** Below the key of the evidence, since the same hints make both old. */
export function liabilityQuery(caseId: string) {
  return queryOptions({
    queryKey: [...keys.ofCase(caseId), 'liability'] as const,
    queryFn: ({ signal }): Promise<Liability> => need(client.GET('/api/cases/{id}/liability', { params: { path: { id: caseId } }, signal })),
    refetchInterval: again,
  });
}

export interface Deciding {
  n: number;
  issue: string;
  /** Empty to take back what was decided. */
  party: string;
  grounds: string;
  items: string[];
}

export function decide(caseId: string, body: Deciding): Promise<Liability> {
  return need(client.PUT('/api/cases/{id}/liability', { params: { path: { id: caseId } }, body }));
}

export function tallyQuery(shop: string, months: number) {
  return queryOptions({
    queryKey: [...keys.all, 'tally', shop, months] as const,
    queryFn: ({ signal }): Promise<LiabilityTally> => need(client.GET('/api/shops/{id}/liability', { params: { path: { id: shop }, query: { months } }, signal })),
  });
}
