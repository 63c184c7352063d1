import { t } from '../i18n';
import { headersOf, refusal, Refusal, request } from '../ui/request';
import type { Message, Opinion, Options, Outcome, OwnCase, OwnCases, Restatement, SentFile, Session, ThreadPage } from './wire';

export { Refusal } from '../ui/request';

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

  options(id: string): Promise<Options> {
    return this.#call('GET', `options/${encodeURIComponent(id)}`);
  }

  /** Chooses an option; 0 says that none is right. */
  choose(id: string, n: number, words: string): Promise<Options> {
    return this.#call('POST', `options/${encodeURIComponent(id)}`, { n, words });
  }

  /** Comes back with a service code; token is what this browser holds now. */
  comeBack(shopKey: string, code: string): Promise<Session> {
    return this.#call('POST', 'return', { shop_key: shopKey, code, ...(this.token && { token: this.token }) });
  }

  cases(): Promise<OwnCases> {
    return this.#call('GET', 'cases');
  }

  rate(caseId: string, opinion: Opinion): Promise<OwnCase> {
    return this.#call('POST', `cases/${encodeURIComponent(caseId)}/rating`, opinion);
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
    return headersOf(this.token, key);
  }

  #call<T>(method: string, path: string, body?: object, key?: string): Promise<T> {
    return request(method, `/api/buyer/${path}`, this.#headers(key), body);
  }
}
