import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { newKey } from '../api/client';
import type { FileInfo } from '../api/wire';
import { sentence } from '../ui/states';
import { read, write } from '../ui/stored';
import { now } from '../ui/clock';
import { holdSent, send, writeNote } from './api';

// Messages on their way. Each keeps its key from the first attempt to the
// last, so that the server stores it once, and stays in the browser until the
// server said that it has it.

export interface Unsent {
  key: string;
  text: string;
  files: FileInfo[];
  /** Set if it is a note: whom it calls. */
  note?: { mentions: string[] };
  at: number;
  state: 'sending' | 'failed';
  problem: string;
}

/** What is told when a message has gone, or was taken back before. */
export interface Fate {
  sent(): void;
  dropped(): void;
}

const none: Unsent[] = [];

export class Outbox {
  private items: Unsent[];
  private readonly watchers = new Set<() => void>();
  private readonly fates = new Map<string, Fate>();
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly name: string, private readonly conversationId: string, private readonly cache: QueryClient) {
    // What a closed page left behind may or may not have arrived: the person
    // decides whether to send it again, which is safe with the same key.
    this.items = read<Unsent[]>(name, none).map((each) => ({ ...each, state: 'failed' }));
  }

  readonly list = (): Unsent[] => this.items;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Sends a message or a note. `fate` hears what became of it, unless the page is closed before. */
  add(text: string, files: FileInfo[], note?: Unsent['note'], fate?: Fate): void {
    const unsent: Unsent = { key: newKey(), text, files, note, at: now(), state: 'sending', problem: '' };
    if (fate) this.fates.set(unsent.key, fate);
    this.keep([...this.items, unsent]);
    this.post(unsent);
  }

  retry(key: string): void {
    const unsent = this.items.find((each) => each.key === key);
    if (!unsent || unsent.state === 'sending') return;
    this.mark(key, { state: 'sending', problem: '' });
    this.post(unsent);
  }

  discard(key: string): void {
    this.end(key, 'dropped');
  }

  /** The server turned out to have it. */
  arrived(key: string): void {
    this.end(key, 'sent');
  }

  private end(key: string, how: keyof Fate): void {
    this.fates.get(key)?.[how]();
    this.fates.delete(key);
    this.keep(this.items.filter((each) => each.key !== key));
  }

  /** One after the other, so that they arrive in the order they were written. */
  private post(unsent: Unsent): void {
    this.turn = this.turn.then(async () => {
      try {
        const body = { text: unsent.text, file_ids: unsent.files.map((file) => file.id) };
        const { note, key } = unsent;
        const message = await (note ? writeNote(this.conversationId, { ...body, ...note }, key) : send(this.conversationId, body, key));
        holdSent(this.cache, this.conversationId, message);
        this.arrived(key);
      } catch (error) {
        this.mark(unsent.key, { state: 'failed', problem: sentence(error) });
      }
    });
  }

  private mark(key: string, changed: Partial<Unsent>): void {
    this.keep(this.items.map((each) => (each.key === key ? { ...each, ...changed } : each)));
  }

  private keep(items: Unsent[]): void {
    this.items = items;
    write(this.name, items.length > 0 ? items : undefined);
    this.watchers.forEach((watcher) => watcher());
  }
}

const open = new Map<string, Outbox>();

/** The outbox of a person for a conversation. */
export function outboxOf(userId: string, conversationId: string, cache: QueryClient): Outbox {
  const name = `anxin.outbox.${userId}.${conversationId}`;
  let outbox = open.get(name);
  if (!outbox) open.set(name, (outbox = new Outbox(name, conversationId, cache)));
  return outbox;
}

export function useUnsent(outbox: Outbox): Unsent[] {
  return useSyncExternalStore(outbox.watch, outbox.list);
}
