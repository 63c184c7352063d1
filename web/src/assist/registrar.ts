import { useSyncExternalStore } from 'react';
import { newKey } from '../api/client';
import { make } from '../commitment/api';
import { sentence } from '../ui/states';
import { read, write } from '../ui/stored';

// Commitments that were picked from the words of a message. Each is registered
// once the message has gone, keeps its key from the first attempt to the last,
// and stays in the browser until the server has it.

export interface Entry {
  key: string;
  caseId: string;
  text: string;
  dueAt: string;
  /** Held until its message has gone. */
  state: 'held' | 'sending' | 'failed';
  problem: string;
}

const none: Entry[] = [];

export class Registrar {
  private entries: Entry[];
  private readonly watchers = new Set<() => void>();

  constructor(private readonly name: string, private readonly register = make) {
    // Whether the message of a page that was closed has gone is for the person to say.
    this.entries = read<Entry[]>(name, none).map((each) => ({ ...each, state: 'failed' }));
  }

  readonly list = (): Entry[] => this.entries;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Keeps commitments; they are registered when their message was sent, and forgotten if it was not. */
  hold(caseId: string, picked: { text: string; dueAt: string }[]): { sent(): void; dropped(): void } {
    const held: Entry[] = picked.map((each) => ({ ...each, key: newKey(), caseId, state: 'held', problem: '' }));
    this.keep([...this.entries, ...held]);
    return { sent: () => held.forEach(({ key }) => this.send(key)), dropped: () => held.forEach(({ key }) => this.drop(key)) };
  }

  send(key: string): void {
    const entry = this.entries.find((each) => each.key === key);
    if (!entry || entry.state === 'sending') return;
    this.mark(key, { state: 'sending', problem: '' });
    this.register(entry.caseId, { text: entry.text, due_at: entry.dueAt }, key).then(
      () => this.drop(key),
      (error: unknown) => this.mark(key, { state: 'failed', problem: sentence(error) }),
    );
  }

  drop(key: string): void {
    this.keep(this.entries.filter((each) => each.key !== key));
  }

  private mark(key: string, changed: Partial<Entry>): void {
    this.keep(this.entries.map((each) => (each.key === key ? { ...each, ...changed } : each)));
  }

  private keep(entries: Entry[]): void {
    this.entries = entries;
    write(this.name, entries.length > 0 ? entries : undefined);
    this.watchers.forEach((watcher) => watcher());
  }
}

const open = new Map<string, Registrar>();

/** The registrar of a person for a conversation. */
export function registrarOf(userId: string, conversation: string): Registrar {
  const name = `anxin.registrar.${userId}.${conversation}`;
  let registrar = open.get(name);
  if (!registrar) open.set(name, (registrar = new Registrar(name)));
  return registrar;
}

export function useEntries(registrar: Registrar): Entry[] {
  return useSyncExternalStore(registrar.watch, registrar.list);
}
