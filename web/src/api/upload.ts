import { language } from '../i18n';
import { newKey, offline, problemOf } from './client';
import type { FileInfo } from './wire';

/**
 * Sends a file's bytes to path. Progress is reported from 0 to 1; aborting the
 * signal stops the transfer and rejects with an AbortError.
 */
export function upload<Answer = FileInfo>(path: string, file: File, progress: (part: number) => void, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.responseType = 'json';
    request.setRequestHeader('Accept-Language', language());
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    request.setRequestHeader('Idempotency-Key', newKey());
    request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Answer);
      else reject(problemOf(request.status, request.response));
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
