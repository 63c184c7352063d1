import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { PlaybookDetail, PlaybookForm, PlaybookReport, PlaybookTrial } from '../api/wire';
import { keys } from './keys';

/** A playbook as a form, as YAML, or a shipped one by its name. */
export interface Source {
  form?: PlaybookForm;
  text?: string;
  from?: string;
}

interface Versioned {
  id: string;
  version: number;
}

export function shelfQuery(shop: string) {
  return queryOptions({
    queryKey: keys.shelf(shop),
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/playbooks', { params: { path: { id: shop } }, signal })),
  });
}

export function playbookQuery(id: string) {
  return queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => need(client.GET('/api/playbooks/{id}', { params: { path: { id } }, signal })),
  });
}

/** What an edition changed against the one before it, or the draft against the edition. */
export function editionQuery(id: string, edition: number, draft: boolean) {
  return queryOptions({
    queryKey: [...keys.one(id), 'edition', edition, draft],
    queryFn: ({ signal }) => need(client.GET('/api/playbooks/{id}/editions/{edition}', { params: { path: { id, edition }, query: { draft } }, signal })),
  });
}

export function create(shop: string, key: string, body: { from?: string; text?: string }): Promise<PlaybookDetail> {
  return need(client.POST('/api/shops/{id}/playbooks', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function examine(shop: string, source: Source, against = ''): Promise<PlaybookReport> {
  return need(client.POST('/api/shops/{id}/playbooks/examine', { params: { path: { id: shop } }, body: { ...source, against: against || undefined } }));
}

export function tryOut(shop: string, source: Source, sample: string, facts: Record<string, string>): Promise<PlaybookTrial> {
  return need(client.POST('/api/shops/{id}/playbooks/try', { params: { path: { id: shop } }, body: { ...source, sample, facts } }));
}

export function write({ id, version }: Versioned, source: Source): Promise<PlaybookDetail> {
  return need(client.PUT('/api/playbooks/{id}', { params: { path: { id } }, body: { version, ...source } }));
}

export function publish({ id, version }: Versioned, note: string): Promise<PlaybookDetail> {
  return need(client.POST('/api/playbooks/{id}/publish', { params: { path: { id } }, body: { version, note } }));
}

export function restore({ id, version }: Versioned, number: number): Promise<PlaybookDetail> {
  return need(client.POST('/api/playbooks/{id}/restore', { params: { path: { id } }, body: { version, number } }));
}

export function turn({ id, version }: Versioned, on: boolean): Promise<PlaybookDetail> {
  return need(client.POST('/api/playbooks/{id}/switch', { params: { path: { id } }, body: { version, on } }));
}

export function remove({ id, version }: Versioned) {
  return need(client.POST('/api/playbooks/{id}/remove', { params: { path: { id } }, body: { version } }));
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.yaml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address));
}
