import { language, t } from '../i18n';

/** A request that did not succeed. The message is a sentence for people. */
export class Refusal extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  /** Whether asking again, unchanged, can succeed. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500 || [408, 409, 425, 429].includes(this.status);
  }
}

/** What an answer that is no success says. */
export function refusal(status: number, body: string): Refusal {
  try {
    const { detail } = JSON.parse(body) as { detail?: string };
    if (detail) return new Refusal(status, detail);
  } catch {
    // Not a problem document: a proxy answered.
  }
  return new Refusal(status, t('error.unexpected'));
}

const REQUEST_TIMEOUT = 20_000;

/** Headers of every request: the reader's language, and who asks. */
export function headersOf(token: string, key?: string): Record<string, string> {
  return {
    'Accept-Language': language(),
    ...(token && { Authorization: `Bearer ${token}` }),
    ...(key && { 'Idempotency-Key': key }),
  };
}

/** Asks the server for JSON. Rejects with a Refusal. */
export async function request<T>(method: string, path: string, headers: Record<string, string>, body?: object): Promise<T> {
  let status = 0;
  let text = '';
  try {
    const response = await fetch(path, {
      method,
      headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
      ...(body && { body: JSON.stringify(body) }),
    });
    status = response.status;
    text = await response.text();
  } catch {
    throw new Refusal(0, t('error.network'));
  }
  if (status < 200 || status > 299) throw refusal(status, text);
  try {
    return (text ? JSON.parse(text) : undefined) as T;
  } catch {
    throw new Refusal(0, t('error.unexpected'));
  }
}
