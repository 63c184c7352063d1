import createClient, { type Middleware } from 'openapi-fetch';
import { language, t } from '../i18n';
import { ProblemError } from './problem';
import type { paths, Problem } from './wire';

interface Listener {
  /** The session is gone: every screen but sign-in is out of reach. */
  signedOut(): void;
  /** What the server's clock said, in milliseconds, and when we asked. */
  clock(serverMs: number, askedMs: number): void;
}

let listener: Listener = { signedOut() {}, clock() {} };

export function listen(next: Listener): void {
  listener = next;
}

const asked = new WeakMap<Request, number>();

const middleware: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language());
    asked.set(request, Date.now());
  },
  onResponse({ request, response }) {
    const at = Date.parse(response.headers.get('Date') ?? '');
    const since = asked.get(request);
    if (since !== undefined && !Number.isNaN(at)) listener.clock(at, since);
  },
};

export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});
client.use(middleware);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The content of a 2xx answer; everything else is thrown as a ProblemError. */
export async function need<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  let got: Answer<Data>;
  try {
    got = await answer;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw offline();
  }
  if (got.response.ok) return got.data as Data;
  throw problemOf(got.response.status, got.error);
}

export function offline(): ProblemError {
  return new ProblemError({ status: 0, code: 'offline' }, t('error.offline'));
}

const signedOut = 'identity.signed_out';

/** A problem from an answer's status and body, which may be anything. */
export function problemOf(status: number, body: unknown): ProblemError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const sentence = problem.detail || (status >= 500 ? t('error.server') : t('error.unexpected', { status }));
  if (status === 401 && (problem.code ?? signedOut) === signedOut) listener.signedOut();
  return new ProblemError({ ...problem, status }, sentence);
}

export function newKey(): string {
  return crypto.randomUUID();
}
