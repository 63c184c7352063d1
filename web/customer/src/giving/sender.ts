import { t } from '../i18n';
import { headersOf, Refusal, refusal, request } from '../ui/request';
import type { Upload } from './wire';

const PART = 512 * 1024;
const STALLED_AFTER = 45_000;
const MAX_PAUSE = 15_000;

/** What becomes of an upload, as it is shown. */
export interface Watcher {
  moved(bytes: number): void;
  /** The line is broken; it is tried again by itself. */
  waiting(): void;
  stopped(): boolean;
}

// Sends one part and tells how many bytes of it have left.
function put(path: string, token: string, part: Blob, moved: (bytes: number) => void, stopped: () => boolean): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let alive: ReturnType<typeof setTimeout>;
    const breathe = () => {
      clearTimeout(alive);
      alive = setTimeout(() => xhr.abort(), STALLED_AFTER);
    };
    const broke = () => (clearTimeout(alive), reject(new Refusal(0, t('error.network'))));
    xhr.open('PATCH', path);
    for (const [name, value] of Object.entries(headersOf(token))) xhr.setRequestHeader(name, value);
    xhr.setRequestHeader('Content-Type', 'application/octet-stream');
    xhr.upload.onprogress = ({ loaded }) => {
      breathe();
      if (stopped()) xhr.abort();
      else moved(loaded);
    };
    xhr.onerror = broke;
    xhr.onabort = broke;
    xhr.onload = () => {
      clearTimeout(alive);
      if (xhr.status < 200 || xhr.status > 299) return reject(refusal(xhr.status, xhr.responseText));
      try {
        resolve(JSON.parse(xhr.responseText) as Upload);
      } catch {
        reject(new Refusal(0, t('error.unexpected')));
      }
    };
    breathe();
    xhr.send(part);
  });
}

const later = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });

// Whether a refusal is about the line and not about the file.
const passing = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === 0 || error.status >= 500 || [408, 409, 425, 429].includes(error.status));

/**
 * Sends a file part by part until it is there. Where the line breaks it asks how much has arrived
 * and goes on from there, for as long as it takes. Rejects with a Refusal about the file.
 */
export async function send(token: string, key: string, piece: string, name: string, blob: Blob, reduced: boolean, watch: Watcher): Promise<Upload> {
  const begin = () => request<Upload>('POST', '/api/give/uploads', headersOf(token, key), { piece, name, size: blob.size, reduced });
  for (let failures = 0; ; ) {
    try {
      let upload = await begin();
      while (upload.state === 'open') {
        if (watch.stopped()) throw new Refusal(499, '');
        const { id, offset } = upload;
        watch.moved(offset);
        upload = await put(`/api/give/uploads/${id}?offset=${offset}`, token, blob.slice(offset, offset + PART),
          (bytes) => watch.moved(Math.min(blob.size, offset + bytes)), watch.stopped);
        failures = 0;
      }
      if (upload.state === 'refused') throw new Refusal(415, t('giving.refused', { name }));
      return upload;
    } catch (error) {
      if (watch.stopped() || !passing(error)) throw error;
      // What stands in the way of beginning is said; a broken line is only waited for.
      if (error instanceof Refusal && error.status === 409 && ++failures > 3) throw error;
      watch.waiting();
      await later(Math.min(MAX_PAUSE, 600 * 2 ** Math.min(failures++, 5)) * (0.8 + Math.random() * 0.4));
    }
  }
}
