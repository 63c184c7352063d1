import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { PolicyBook, PolicyCheck, PolicyDecision, PolicySimulation, PolicyTable, PolicyWeighed } from '../api/wire';
import { keys } from './keys';

/** The facts, remedies and rows of law; they come with the program. */
export const termsQuery = queryOptions({ queryKey: keys.terms, staleTime: Infinity, queryFn: ({ signal }) => need(client.GET('/api/policy/terms', { signal })) });

export function booksQuery(shop: string) {
  return queryOptions({ queryKey: keys.books(shop), queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/policy', { params: { path: { id: shop } }, signal })) });
}

/** What may be offered in a case, with what the agent has found out. */
export function caseQuery(id: string, said: Record<string, string>) {
  return queryOptions({
    queryKey: keys.ofCase(id, said),
    queryFn: ({ signal }): Promise<PolicyWeighed> => need(client.POST('/api/cases/{id}/policy', { params: { path: { id } }, body: { facts: said }, signal })),
  });
}

export function tryFacts(shop: string, facts: Record<string, string>): Promise<PolicyDecision> {
  return need(client.POST('/api/shops/{id}/policy/try', { params: { path: { id: shop } }, body: { facts } }));
}

export function checkTable(shop: string, table: PolicyTable): Promise<PolicyCheck> {
  return need(client.POST('/api/shops/{id}/policy/check', { params: { path: { id: shop } }, body: table }));
}

export function createTable(shop: string, table: PolicyTable, key: string): Promise<PolicyBook> {
  return need(client.POST('/api/shops/{id}/policy', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body: table }));
}

export function saveTable({ id, version }: PolicyBook, draft: PolicyTable): Promise<PolicyBook> {
  return need(client.PUT('/api/policy-tables/{id}', { params: { path: { id } }, body: { version, draft } }));
}

export function simulate({ id, version }: PolicyBook): Promise<PolicySimulation> {
  return need(client.POST('/api/policy-tables/{id}/simulate', { params: { path: { id } }, body: { version } }));
}

export function publish({ id, version }: PolicyBook, from: string, note: string): Promise<PolicyBook> {
  return need(client.POST('/api/policy-tables/{id}/publish', { params: { path: { id } }, body: { version, from, note } }));
}

/** Takes a table away that was never published. */
export function deleteTable({ id, version }: PolicyBook) {
  return need(client.POST('/api/policy-tables/{id}/delete', { params: { path: { id } }, body: { version } }));
}

export function restore({ id, version }: PolicyBook, n: number): Promise<PolicyBook> {
  return need(client.POST('/api/policy-tables/{id}/restore', { params: { path: { id } }, body: { version, n } }));
}

/** Hands the table to the browser as a file. */
export async function download(shop: string, table: PolicyTable): Promise<void> {
  const { content } = await need(client.POST('/api/shops/{id}/policy/sheet', { params: { path: { id: shop } }, body: table }));
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }));
  link.download = `${table.name}.xlsx`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Reads a table from a file; nothing is kept. */
export async function readSheet(shop: string, file: File, table: PolicyTable) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return need(client.POST('/api/shops/{id}/policy/read-sheet', { params: { path: { id: shop } }, body: { content: btoa(text), table } }));
}
