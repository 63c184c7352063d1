import type { Opinion } from '../conversation/wire';
import type { Clock } from '../ui/clock';
import { headersOf, Refusal, request } from '../ui/request';
import { Store } from '../ui/store';
import type { Progress } from './wire';

const POLL_EVERY = 20_000;

/** The progress of one case, for whoever holds a link to it. */
export class Tracker extends Store {
  progress: Progress | null = null;
  /** Why the case cannot be shown; empty while it can. */
  refused = '';
  /** Whether the server could not be reached. */
  away = false;
  #token = '';
  #asked = 0;
  #poll: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly clock: Clock) {
    super();
  }

  /** Whether there is a link at all. */
  get known(): boolean {
    return this.#token !== '';
  }

  /** Shows the case of another link; "" shows none. */
  open(token: string): void {
    if (token === this.#token) return;
    this.#token = token;
    this.progress = null;
    this.refused = '';
    this.away = false;
    this.changed();
    void this.look();
  }

  /** Reads the case again, and from time to time while somebody looks. */
  async look(): Promise<void> {
    clearTimeout(this.#poll);
    if (!this.known || this.refused) return;
    try {
      await this.#take(() => this.#ask('GET', 'case'));
      this.away = false;
    } catch (error) {
      this.#failed(error);
    }
    this.changed();
    clearTimeout(this.#poll);
    if (!document.hidden && this.known && !this.refused) this.#poll = setTimeout(() => void this.look(), POLL_EVERY);
  }

  /** Opens a case by its number and the buyer's service code; returns the token of a link. Rejects with a Refusal. */
  async lookUp(number: string, code: string): Promise<string> {
    const { token } = await request<{ token: string }>('POST', '/api/progress/look-up', headersOf(''), { number, code });
    return token;
  }

  answer = (solved: boolean, words: string): Promise<void> => this.#act('outcome', { solved, words });

  understood = (confirmed: boolean, words: string): Promise<void> => this.#act('restatement', { confirmed, words });

  choose = (id: string, n: number, words: string): Promise<void> => this.#act(`options/${encodeURIComponent(id)}`, { n, words });

  reopen = (): Promise<void> => this.#act('reopen', {});

  rate = (opinion: Opinion): Promise<void> => this.#act('rating', opinion);

  async #act(path: string, body: object): Promise<void> {
    try {
      await this.#take(() => this.#ask('POST', path, body));
    } catch (error) {
      // What was refused may have been overtaken by something that is not shown yet.
      if (error instanceof Refusal && (error.status === 409 || error.status === 401)) void this.look();
      throw error;
    } finally {
      this.changed();
    }
  }

  #ask(method: string, path: string, body?: object): Promise<Progress> {
    return request(method, `/api/progress/${path}`, headersOf(this.#token), body);
  }

  // An answer that was asked for earlier than one that is shown comes too late.
  async #take(ask: () => Promise<Progress>): Promise<void> {
    const token = this.#token;
    const turn = ++this.#asked;
    const sent = Date.now();
    const progress = await ask();
    if (token !== this.#token || turn < this.#asked) return;
    this.clock.learn(progress.now, sent);
    this.progress = progress;
  }

  #failed(error: unknown): void {
    if (error instanceof Refusal && error.status === 401) {
      this.progress = null;
      this.refused = error.message;
      return;
    }
    this.away = true;
  }
}
