import type { Box } from '../ui/box';
import { Refusal } from './api';
import type { Message, SentFile } from './wire';

/** A message on its way. It is kept until the server has answered 2xx. */
export interface Entry {
  /** Idempotency key: the same for every attempt. */
  key: string;
  text: string;
  files: SentFile[];
  /** Milliseconds of the server's clock when the buyer pressed send. */
  at: number;
  state: 'sending' | 'failed';
  /** Why the server refused it; empty when it was just not reached. */
  reason: string;
}

interface Wires {
  post(entry: Entry): Promise<Message>;
  delivered(message: Message): void;
  changed(): void;
  /** The visitor's token is no longer accepted. */
  unauthorised(): void;
}

const SLOT = 'out:';

/**
 * Sends messages one after another, so that they arrive in the order they were written, and
 * keeps what is unsent in storage, one slot each, so that two tabs never undo each other's.
 */
export class Outbox {
  entries: Entry[];
  #sending = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(
    private readonly box: Box,
    private readonly wires: Wires,
  ) {
    this.entries = box
      .names(SLOT)
      .map((name) => box.get<Entry>(name))
      .filter((entry): entry is Entry => entry !== null)
      .sort((a, b) => a.at - b.at)
      .map((entry) => (entry.reason ? entry : { ...entry, state: 'sending' }));
  }

  add(entry: Pick<Entry, 'key' | 'text' | 'files' | 'at'>): void {
    const fresh: Entry = { ...entry, state: 'sending', reason: '' };
    this.box.set(SLOT + entry.key, fresh);
    this.entries = [...this.entries, fresh];
    this.wires.changed();
    void this.flush();
  }

  retry(key: string): void {
    this.#update(key, { state: 'sending', reason: '' });
    void this.flush();
  }

  discard(key: string): void {
    this.box.remove(SLOT + key);
    this.entries = this.entries.filter((entry) => entry.key !== key);
    this.wires.changed();
  }

  /** Sends everything the server has not refused. Safe to call at any time, any number of times. */
  async flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#again);
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#send(next))) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  /** Forgets the wait after failures: the line is back. */
  resume(): void {
    this.#attempts = 0;
    void this.flush();
  }

  #next(): Entry | undefined {
    return this.entries.find((entry) => !entry.reason);
  }

  async #send(entry: Entry): Promise<boolean> {
    if (entry.state === 'failed') this.#update(entry.key, { state: 'sending' });
    try {
      const message = await this.wires.post(entry);
      this.#attempts = 0;
      this.wires.delivered(message);
      this.discard(entry.key);
      return true;
    } catch (error) {
      return this.#failed(entry, error);
    }
  }

  #failed(entry: Entry, error: unknown): boolean {
    const refusal = error instanceof Refusal ? error : new Refusal(0, String(error));
    const final = !refusal.passing && refusal.status !== 401;
    this.#update(entry.key, { state: 'failed', reason: final ? refusal.message : '' });
    if (final) return true; // the others may still go
    if (refusal.status === 401) this.wires.unauthorised();
    const wait = Math.min(30_000, 2_000 * 2 ** this.#attempts++);
    this.#again = setTimeout(() => void this.flush(), wait * (0.5 + Math.random() / 2));
    return false;
  }

  #update(key: string, change: Partial<Entry>): void {
    this.entries = this.entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry));
    const entry = this.entries.find((e) => e.key === key);
    if (entry) this.box.set(SLOT + key, entry);
    this.wires.changed();
  }
}
