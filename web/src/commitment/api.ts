import { client, need } from '../api/client';
import type { Commitment } from '../api/wire';

export interface Given {
  text: string;
  due_at: string;
  /** Who does it; undefined for the owner, or, in an update, as it was. */
  department_id?: string;
}

/** Makes a commitment in a case; the buyer sees it as a card. */
export function make(caseId: string, body: Given, key: string): Promise<Commitment> {
  return need(client.POST('/api/cases/{id}/commitments', {
    params: { path: { id: caseId }, header: { 'Idempotency-Key': key } },
    body,
  }));
}

export function keep({ id, version }: Commitment, note: string): Promise<Commitment> {
  return need(client.POST('/api/commitments/{id}/keep', { params: { path: { id } }, body: { version, note } }));
}

export function update({ id, version }: Commitment, body: Given & { note: string }): Promise<Commitment> {
  return need(client.POST('/api/commitments/{id}/update', { params: { path: { id } }, body: { version, ...body } }));
}

export function waive({ id, version }: Commitment, reason: string): Promise<Commitment> {
  return need(client.POST('/api/commitments/{id}/waive', { params: { path: { id } }, body: { version, reason } }));
}
