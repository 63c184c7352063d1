import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Advice, Finding } from '../api/wire';
import { advise, react, type Response } from './api';

// Reads a draft while it is written. One question is on its way at a time, and
// the next one asks about the newest words, so that a slow line is not flooded
// and a fast one answers at every key.

export interface Known {
  /** The words that were read; '' before any were. */
  text: string;
  advice: Advice;
}

const nothing: Advice = { findings: [], commitments: [], case_id: null };

/** How long a press of the send button waits for what is still being read, in ms. */
const patience = 600;

export class Adviser {
  private known: Known = { text: '', advice: nothing };
  private wanted = '';
  private asking: Promise<void> | null = null;
  private readonly waved = new Set<string>();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly conversation: string, private readonly ask = advise) {}

  readonly get = (): Known => this.known;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Says what the draft is now. */
  see(text: string): void {
    this.wanted = text;
    if (!text.trim()) this.keep({ text, advice: nothing });
    else if (text !== this.known.text) this.asking ??= this.read().finally(() => (this.asking = null));
  }

  /**
   * What is known of words that are about to be sent, after a short wait if they are still being
   * read; null if it cannot be known in time: what checks a reply must not stand in its way.
   */
  async of(text: string): Promise<Advice | null> {
    this.see(text);
    const late = new Promise<void>((done) => setTimeout(done, patience));
    if (this.asking) await Promise.race([this.asking, late]);
    return this.known.text === text ? this.known.advice : null;
  }

  /** Does something about a finding; what was waved away does not come back for the same words. */
  respond(finding: Finding, response: Response): void {
    react(this.conversation, [finding], response);
    if (response === 'applied') return;
    this.waved.add(mark(finding));
    this.keep({ ...this.known, advice: this.without(this.known.advice) });
  }

  /** Whether these are still the words of the draft. */
  wants(text: string): boolean {
    return this.wanted === text;
  }

  /** Forgets what was waved away: the next message is another one. */
  begin(): void {
    this.waved.clear();
  }

  private async read(): Promise<void> {
    while (this.wanted.trim() && this.wanted !== this.known.text) {
      const text = this.wanted;
      try {
        this.keep({ text, advice: this.without(await this.ask(this.conversation, text)) });
      } catch {
        return; // the next key asks again
      }
    }
  }

  private without(advice: Advice): Advice {
    // What stops a message is not waved away.
    return { ...advice, findings: advice.findings.filter((each) => each.level === 'block' || !this.waved.has(mark(each))) };
  }

  private keep(known: Known): void {
    this.known = known;
    this.watchers.forEach((watcher) => watcher());
  }
}

function mark({ rule, text }: Finding): string {
  return `${rule} ${text}`;
}

/** What is known of a draft; `of` is for the moment of sending. */
export function useAdviser(conversation: string, text: string, on: boolean): { adviser: Adviser; known: Known; fresh: boolean } {
  const adviser = useMemo(() => new Adviser(conversation), [conversation]);
  const known = useSyncExternalStore(adviser.watch, adviser.get);
  useEffect(() => adviser.see(on ? text : ''), [adviser, text, on]);
  return { adviser, known, fresh: on && known.text === text };
}
