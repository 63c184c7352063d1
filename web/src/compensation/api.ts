import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { Claim, ClaimDraft, ClaimPage, ClaimRooms, CompensationRules, CouponPool, CouponsAdded, Deputy, ManyApproved, Proof } from '../api/wire';

export const keys = {
  all: ['compensations'] as const,
  one: (id: string) => ['compensations', 'one', id] as const,
  ofCase: (id: string) => ['compensations', 'case', id] as const,
  pools: (shop: string) => ['compensations', 'pools', shop] as const,
  rules: (shop: string) => ['compensations', 'rules', shop] as const,
  system: (shop: string) => ['compensations', 'system', shop] as const,
  deputies: ['compensations', 'deputies'] as const,
};

export const remedies: ClaimDraft['remedy'][] = ['payment', 'partial_refund', 'coupon', 'freight', 'gift'];
export const states: Claim['state'][] = ['waiting', 'approved', 'paying', 'paid', 'refused', 'withdrawn'];
/** A hint may be lost. */
const again = 20_000;

/** After anything that was done, or that somebody else was faster with. */
export function useRefresh(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

export function caseClaimsQuery(id: string) {
  return queryOptions({
    queryKey: keys.ofCase(id),
    queryFn: ({ signal }): Promise<{ items: Claim[] }> => need(client.GET('/api/cases/{id}/compensations', { params: { path: { id } }, signal })),
  });
}

const paged = { initialPageParam: '', getNextPageParam: (page: ClaimPage) => page.next || undefined, refetchInterval: again };

export function approvalsQuery(mine: boolean) {
  return infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.all, 'approvals', mine],
    queryFn: ({ pageParam, signal }): Promise<ClaimPage> => need(client.GET('/api/approvals', { params: { query: { mine, after: pageParam || undefined } }, signal })),
  });
}

export function payoutsQuery() {
  return infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.all, 'payouts'],
    queryFn: ({ pageParam, signal }): Promise<ClaimPage> => need(client.GET('/api/payouts', { params: { query: { after: pageParam || undefined } }, signal })),
  });
}

/** What narrows the ledger; days are those of the reader. */
export interface LedgerFilter {
  shop?: string;
  state?: Claim['state'];
  remedy?: ClaimDraft['remedy'];
  from?: string;
  to?: string;
}

function ledgerParts({ shop, state, remedy, from, to }: LedgerFilter) {
  const start = (day: string, plus: number) => {
    const at = new Date(`${day}T00:00:00`);
    at.setDate(at.getDate() + plus);
    return at.toISOString();
  };
  return { shop: shop || undefined, states: state && [state], remedy, from: from ? start(from, 0) : undefined, to: to ? start(to, 1) : undefined };
}

export function ledgerQuery(filter: LedgerFilter) {
  return infiniteQueryOptions({
    ...paged,
    queryKey: [...keys.all, 'ledger', filter],
    queryFn: ({ pageParam, signal }): Promise<ClaimPage> =>
      need(client.GET('/api/compensations', { params: { query: { ...ledgerParts(filter), after: pageParam || undefined } }, signal })),
  });
}

export function exportAddress(filter: LedgerFilter, format: 'csv' | 'xlsx'): string {
  const parts = Object.entries(ledgerParts(filter)).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  return `/api/compensations/export?${new URLSearchParams([['format', format], ...parts])}`;
}

export function claimQuery(id: string) {
  return queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }): Promise<Claim> => need(client.GET('/api/compensations/{id}', { params: { path: { id } }, signal })),
  });
}

/** A claim that somebody is busy with; it stays while lists move on. */
export function busyQuery(item: Claim) {
  return queryOptions({ ...claimQuery(item.id), initialData: item, staleTime: Infinity });
}

/** How much may be asked for, by what is known and what was found out. */
export function roomsQuery(caseId: string, order: string, changes: string, facts: Record<string, string>) {
  return queryOptions({
    queryKey: [...keys.all, 'rooms', caseId, order, changes, facts],
    queryFn: ({ signal }): Promise<ClaimRooms> =>
      need(client.POST('/api/cases/{id}/compensation-room', { params: { path: { id: caseId } }, body: { order_no: order, changes, facts }, signal })),
  });
}

export function claim(caseId: string, body: ClaimDraft, key: string): Promise<Claim> {
  return need(client.POST('/api/cases/{id}/compensations', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body }));
}

export function change({ id, version }: Claim, body: ClaimDraft): Promise<Claim> {
  return need(client.PATCH('/api/compensations/{id}', { params: { path: { id } }, body: { version, ...body } }));
}

export type Step = 'withdraw' | 'approve' | 'refuse';

export function step({ id, version }: Claim, what: Step, note: string): Promise<Claim> {
  return need(client.POST(`/api/compensations/{id}/${what}` as '/api/compensations/{id}/approve', { params: { path: { id } }, body: { version, note } }));
}

/** Approves each as if it were the only one; what came of each stands in the answer, in the same order. */
export function approveMany(items: Claim[], note: string): Promise<ManyApproved> {
  return need(client.POST('/api/approvals/approve', { body: { items: items.map(({ id, version }) => ({ id, version })), note } }));
}

export function hand({ id, version }: Claim, to: string, note: string): Promise<Claim> {
  return need(client.POST('/api/compensations/{id}/hand', { params: { path: { id } }, body: { version, to, note } }));
}

export function pay({ id, version }: Claim, channel: 'manual' | 'coupon' | 'erp', pool?: string): Promise<Claim> {
  return need(client.POST('/api/compensations/{id}/pay', { params: { path: { id } }, body: { version, channel, pool_id: pool } }));
}

const of = ({ id, payout }: Claim) => ({ params: { path: { id } }, version: payout?.version ?? 0 });

export function confirm(item: Claim, reference: string, note: string): Promise<Claim> {
  const { params, version } = of(item);
  return need(client.POST('/api/compensations/{id}/payout/confirm', { params, body: { version, reference, note } }));
}

export function giveUp(item: Claim, note: string): Promise<Claim> {
  const { params, version } = of(item);
  return need(client.POST('/api/compensations/{id}/payout/give-up', { params, body: { version, note } }));
}

export function reconcile(item: Claim, paid: boolean, reference: string, note: string): Promise<Claim> {
  const { params, version } = of(item);
  return need(client.POST('/api/compensations/{id}/payout/reconcile', { params, body: { version, paid, reference, note } }));
}

export function ask({ id }: Claim): Promise<Claim> {
  return need(client.POST('/api/compensations/{id}/payout/ask', { params: { path: { id } } }));
}

export function addProof({ id }: Claim, file: File): Promise<Proof> {
  return upload<Proof>(`/api/compensations/${encodeURIComponent(id)}/payout/proofs`, file, () => undefined, new AbortController().signal);
}

export function deputiesQuery() {
  return queryOptions({ queryKey: keys.deputies, queryFn: ({ signal }): Promise<{ items: Deputy[] }> => need(client.GET('/api/deputies', { signal })) });
}

export function approversQuery(shop: string) {
  return queryOptions({
    queryKey: [...keys.all, 'approvers', shop],
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/approvers', { params: { path: { id: shop } }, signal })),
    enabled: shop !== '',
  });
}

export function claimApproversQuery(id: string) {
  return queryOptions({ queryKey: [...keys.all, 'approvers of', id], queryFn: ({ signal }) => need(client.GET('/api/compensations/{id}/approvers', { params: { path: { id } }, signal })) });
}

export function delegate(shop: string, to: string, days: number, key: string): Promise<Deputy> {
  const begins = new Date();
  const body = { to, begins_at: begins.toISOString(), ends_at: new Date(begins.getTime() + days * 86_400_000).toISOString() };
  return need(client.POST('/api/shops/{id}/deputies', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function endDeputy({ id, version }: Deputy): Promise<Deputy> {
  return need(client.POST('/api/deputies/{id}/end', { params: { path: { id } }, body: { version } }));
}

export function rulesQuery(shop: string) {
  return queryOptions({ queryKey: keys.rules(shop), queryFn: ({ signal }): Promise<CompensationRules> => need(client.GET('/api/shops/{id}/compensation-rules', { params: { path: { id: shop } }, signal })) });
}

export function saveRules(shop: string, { levels, second_fen, budget_fen, window_days, window_times, often_percent, high_percent, worst_percent, no_policy_fen, answer_minutes, version }: CompensationRules): Promise<CompensationRules> {
  const body = { levels, second_fen, budget_fen, window_days, window_times, often_percent, high_percent, worst_percent, no_policy_fen, answer_minutes, version };
  return need(client.PUT('/api/shops/{id}/compensation-rules', { params: { path: { id: shop } }, body }));
}

export function poolsQuery(shop: string) {
  return queryOptions({ queryKey: keys.pools(shop), queryFn: ({ signal }): Promise<{ items: CouponPool[] }> => need(client.GET('/api/shops/{id}/coupon-pools', { params: { path: { id: shop } }, signal })) });
}

export function systemQuery(shop: string) {
  return queryOptions({ queryKey: keys.system(shop), queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/payout-system', { params: { path: { id: shop } }, signal })) });
}

export function createPool(shop: string, body: { name: string; value_fen: number; expires_at?: string }, key: string): Promise<CouponPool> {
  return need(client.POST('/api/shops/{id}/coupon-pools', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function pasteCodes(pool: string, codes: string): Promise<CouponsAdded> {
  return need(client.POST('/api/coupon-pools/{id}/paste', { params: { path: { id: pool } }, body: { codes } }));
}

export function importCodes(pool: string, file: File): Promise<CouponsAdded> {
  return upload<CouponsAdded>(`/api/coupon-pools/${encodeURIComponent(pool)}/import`, file, () => undefined, new AbortController().signal);
}

export function saveSystem(shop: string, body: { address: string; status: string; secret: string; off: boolean; version: number }) {
  return need(client.PUT('/api/shops/{id}/payout-system', { params: { path: { id: shop } }, body }));
}

export function trySystem(shop: string) {
  return need(client.POST('/api/shops/{id}/payout-system/try', { params: { path: { id: shop } } }));
}
