import { language, t } from '../i18n';
import type { Message, Outcome, Restatement, SentFile, Session, ThreadPage } from './wire';

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

function refusal(status: number, body: string): Refusal {
  try {
    const { detail } = JSON.parse(body) as { detail?: string };
    if (detail) return new Refusal(status, detail);
  } catch {
    // Not a problem document: a proxy answered.
  }
  return new Refusal(status, t('error.unexpected'));
}

const REQUEST_TIMEOUT = 20_000;
const UPLOAD_TIMEOUT = 5 * 60_000; // 20 MiB over a slow line

/** The buyer's side of the HTTP API. */
export class Api {
  token = '';

  session(shopKey: string, token: string): Promise<Session> {
    return this.#call('POST', 'session', { shop_key: shopKey, ...(token && { token }) });
  }

  thread(since: number): Promise<ThreadPage> {
    return this.#call('GET', `thread?since=${since}`);
  }

  send(text: string, fileIds: string[], key: string): Promise<Message> {
    return this.#call('POST', 'messages', { text, file_ids: fileIds }, key);
  }

  typing(): Promise<void> {
    return this.#call('POST', 'typing');
  }

  read(seq: number): Promise<void> {
    return this.#call('POST', 'read', { seq });
  }

  answer(caseId: string, solved: boolean, words: string): Promise<Outcome> {
    return this.#call('POST', `cases/${encodeURIComponent(caseId)}/outcome`, { solved, words });
  }

  reopen(caseId: string): Promise<Outcome> {
    return this.#call('POST', `cases/${encodeURIComponent(caseId)}/reopen`, {});
  }

  understood(caseId: string, confirmed: boolean, words: string): Promise<Restatement> {
    return this.#call('POST', `cases/${encodeURIComponent(caseId)}/restatement`, { confirmed, words });
  }

  /** Uploads bytes; XMLHttpRequest because fetch cannot tell upload progress. */
  upload(blob: Blob, name: string, key: string, onProgress: (share: number) => void, signal: AbortSignal): Promise<SentFile> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/api/buyer/files');
      for (const [header, value] of Object.entries(this.#headers(key))) request.setRequestHeader(header, value);
      request.setRequestHeader('Content-Type', blob.type || 'application/octet-stream');
      request.setRequestHeader('X-File-Name', encodeURIComponent(name));
      request.upload.onprogress = (e) => onProgress(e.loaded / e.total);
      request.timeout = UPLOAD_TIMEOUT;
      request.onerror = request.ontimeout = () => reject(new Refusal(0, t('error.network')));
      request.onload = () => {
        const { status, responseText } = request;
        if (status < 200 || status > 299) return reject(refusal(status, responseText));
        try {
          resolve(JSON.parse(responseText) as SentFile);
        } catch {
          reject(refusal(status, responseText));
        }
      };
      signal.addEventListener('abort', () => request.abort());
      request.send(blob);
    });
  }

  #headers(key?: string): Record<string, string> {
    return {
      'Accept-Language': language(),
      ...(this.token && { Authorization: `Bearer ${this.token}` }),
      ...(key && { 'Idempotency-Key': key }),
    };
  }

  async #call<T>(method: string, path: string, body?: object, key?: string): Promise<T> {
    const headers = this.#headers(key);
    if (body) headers['Content-Type'] = 'application/json';
    let status = 0;
    let text = '';
    try {
      const response = await fetch(`/api/buyer/${path}`, {
        method,
        headers,
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
}
