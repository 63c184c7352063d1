import { ProblemError } from '../api/problem';
import type { OutboundPhoto } from '../api/wire';
import type { Chosen } from './files';

/** What became of a photo that was chosen. */
export type Fate = 'queued' | 'sending' | 'matched' | 'waiting' | 'same' | 'refused';

export interface Row extends Pick<Chosen, 'name' | 'folder' | 'size'> {
  fate: Fate;
  /** How much of it has gone, from 0 to 1. */
  part: number;
  /** Why it was refused: a sentence of the server. */
  why?: string;
  trouble?: Chosen['trouble'];
}

/** Where a sender stands; a new object after each change. */
export interface Standing {
  rows: Row[];
  /** The line is broken, or the server away: it goes on by itself. */
  held: boolean;
  stopped: boolean;
}

/** How photos reach the server. */
export interface Line {
  /** The photo that the shop has of these bytes, if it can be told without sending them. */
  known(content: Blob, at: Chosen): Promise<OutboundPhoto | null>;
  send(content: Blob, at: Chosen, progress: (part: number) => void, signal: AbortSignal): Promise<{ photo: OutboundPhoto; fresh: boolean }>;
  /** Waits before the next try, or until the line is back. */
  pause(tries: number): Promise<void>;
}

const atOnce = 2;

/** Sends photos one after the other, goes on after a broken line, and sends nothing twice. */
export class Sender {
  private standing: Standing = { rows: [], held: false, stopped: false };
  private readonly chosen: Chosen[] = [];
  private readonly watchers = new Set<() => void>();
  private busy = 0;
  private stop = new AbortController();

  constructor(private readonly line: Line) {}

  readonly now = (): Standing => this.standing;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Takes more. What was chosen before is told of as long as some of it is on its way. */
  add(chosen: Chosen[]): void {
    if (this.standing.stopped) this.resume();
    if (this.busy === 0 && this.standing.rows.every(({ fate }) => fate !== 'queued')) {
      this.chosen.length = 0;
      this.put({ rows: [] });
    }
    this.chosen.push(...chosen);
    const rows = chosen.map(({ name, folder, size, trouble }): Row => ({ name, folder, size, trouble, part: 0, fate: trouble ? 'refused' : 'queued' }));
    this.put({ rows: [...this.standing.rows, ...rows] });
    this.go();
  }

  /** Leaves out what has not gone yet. */
  halt(): void {
    this.stop.abort();
    this.put({ stopped: true, held: false });
  }

  /** Goes on with what was left out, and tries again what the server refused. */
  resume(): void {
    this.stop = new AbortController();
    this.put({ stopped: false, rows: this.standing.rows.map((row) => (row.fate === 'refused' && !row.trouble ? { ...row, fate: 'queued', why: undefined } : row)) });
    this.go();
  }

  private go(): void {
    while (this.busy < atOnce && !this.standing.stopped) {
      const n = this.standing.rows.findIndex(({ fate }) => fate === 'queued');
      if (n < 0) return;
      this.busy++;
      this.row(n, { fate: 'sending' });
      void this.carry(n, this.stop.signal).finally(() => {
        this.busy--;
        this.go();
      });
    }
  }

  private async carry(n: number, signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        this.row(n, await this.once(this.chosen[n]!, (part) => this.row(n, { part }), signal));
        this.put({ held: false });
        return;
      } catch (error) {
        if (signal.aborted) return this.row(n, { fate: 'queued', part: 0 });
        if (!away(error)) return this.row(n, { fate: 'refused', part: 0, why: error instanceof Error ? error.message : String(error) });
        this.row(n, { part: 0 });
        this.put({ held: true });
        await this.line.pause(tries);
        if (signal.aborted) return this.row(n, { fate: 'queued', part: 0 });
      }
    }
  }

  private async once(chosen: Chosen, progress: (part: number) => void, signal: AbortSignal): Promise<Partial<Row>> {
    const content = await chosen.read();
    const known = await this.line.known(content, chosen);
    if (known) return { fate: 'same', part: 1 };
    const { photo, fresh } = await this.line.send(content, chosen, progress, signal);
    return { part: 1, fate: !fresh ? 'same' : photo.state === 'matched' ? 'matched' : 'waiting' };
  }

  private row(n: number, change: Partial<Row>): void {
    const rows = this.standing.rows.slice();
    rows[n] = { ...rows[n]!, ...change };
    this.put({ rows });
  }

  private put(change: Partial<Standing>): void {
    this.standing = { ...this.standing, ...change };
    this.watchers.forEach((watcher) => watcher());
  }
}

/** Not the photo is the reason, but the line or the server. */
function away(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status === 429 || error.status >= 500 || error.code === 'blob.interrupted');
}
