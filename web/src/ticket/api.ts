import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { Ticket, TicketDraft, TicketPage, TicketTypes } from '../api/wire';

export const boardStates = ['open', 'taken', 'waiting_buyer', 'pending', 'handed_back', 'done'] as const;
export type TicketState = Ticket['state'];

/** What narrows the page of tickets; nothing means all that are not settled. */
export interface TicketFilter {
  shop?: string;
  department?: string;
  type?: string;
  mine?: boolean;
  overdue?: boolean;
  look?: 'table';
  ticket?: string;
}

const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);

/** The filter in an address, whatever somebody wrote there. */
export function readTicketFilter(search: Record<string, unknown>): TicketFilter {
  return {
    shop: word(search.shop), department: word(search.department), type: word(search.type), mine: yes(search.mine), overdue: yes(search.overdue),
    look: search.look === 'table' ? 'table' : undefined, ticket: word(search.ticket),
  };
}

export const keys = {
  all: ['tickets'] as const,
  one: (id: string) => ['tickets', 'one', id] as const,
  ofCase: (id: string) => ['tickets', 'case', id] as const,
  types: (shop: string) => ['ticket-types', shop] as const,
};

/** A hint may be lost, and departments have no heads to compare. */
const again = 20_000;

export function ticketsQuery({ shop, department, type, mine, overdue }: TicketFilter, states?: TicketState[]) {
  const query = { shop, department, type, mine, overdue, states };
  return infiniteQueryOptions({
    queryKey: [...keys.all, 'page', query],
    queryFn: ({ pageParam, signal }): Promise<TicketPage> =>
      need(client.GET('/api/tickets', { params: { query: { ...query, after: pageParam || undefined } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: again,
  });
}

export function ticketQuery(id: string) {
  return queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }): Promise<Ticket> => need(client.GET('/api/tickets/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
    refetchInterval: again,
  });
}

export function caseTicketsQuery(id: string) {
  return queryOptions({
    queryKey: keys.ofCase(id),
    queryFn: ({ signal }): Promise<{ items: Ticket[] }> => need(client.GET('/api/cases/{id}/tickets', { params: { path: { id } }, signal })),
  });
}

export function typesQuery(shop: string) {
  return queryOptions({
    queryKey: keys.types(shop),
    queryFn: ({ signal }): Promise<TicketTypes> => need(client.GET('/api/shops/{id}/ticket-types', { params: { path: { id: shop } }, signal })),
    enabled: shop !== '',
  });
}

export function saveTypes(shop: string, body: TicketTypes): Promise<TicketTypes> {
  return need(client.PUT('/api/shops/{id}/ticket-types', { params: { path: { id: shop } }, body }));
}

export function send(caseId: string, body: TicketDraft, key: string): Promise<Ticket> {
  return need(client.POST('/api/cases/{id}/tickets', { params: { path: { id: caseId }, header: { 'Idempotency-Key': key } }, body }));
}

export type Step = 'take' | 'report' | 'pause' | 'resume' | 'hand-back' | 'withdraw';

/** Takes a step with a ticket, from the version that was read. */
export function step({ id, version }: Ticket, what: Step, note = ''): Promise<Ticket> {
  return need(client.POST(`/api/tickets/{id}/${what}` as '/api/tickets/{id}/take', { params: { path: { id } }, body: { version, note } }));
}

export function finish({ id, version }: Ticket, result: string, fields: Record<string, string>): Promise<Ticket> {
  return need(client.POST('/api/tickets/{id}/finish', { params: { path: { id } }, body: { version, result, fields } }));
}

export interface Resending {
  department_id: string;
  title: string;
  text: string;
  public_text: string;
  minutes: number;
}

export function resend({ id, version }: Ticket, body: Resending): Promise<Ticket> {
  return need(client.POST('/api/tickets/{id}/resend', { params: { path: { id } }, body: { version, ...body } }));
}

export function remind(id: string): Promise<Ticket> {
  return need(client.POST('/api/tickets/{id}/remind', { params: { path: { id } } }));
}

export function share(id: string): Promise<{ url: string }> {
  return need(client.POST('/api/tickets/{id}/link', { params: { path: { id } } }));
}

export function revokeLinks(id: string): Promise<unknown> {
  return need(client.POST('/api/tickets/{id}/link/revoke', { params: { path: { id } } }));
}

export function addFile(id: string, file: File): Promise<unknown> {
  return upload<unknown>(`/api/tickets/${encodeURIComponent(id)}/files`, file, () => undefined, new AbortController().signal);
}
