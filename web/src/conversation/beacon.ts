import { useEffect } from 'react';
import { showPresence } from './api';
import { onArrival, type Doing } from './live';

// Tells what this person does in the conversation that is open: often enough
// that others do not forget it, and not at every key.

const every: Record<Exclude<Doing, 'left'>, number> = { viewing: 10_000, typing: 3_000, noting: 3_000 };
const restAfter = 4_000;

export class Beacon {
  private doing: Exclude<Doing, 'left'> = 'viewing';
  private toldAt = 0;
  private told: Doing = 'left';
  private timer: ReturnType<typeof setInterval> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private unwatch: (() => void) | undefined;

  constructor(private readonly id: string) {}

  start(): void {
    this.tell(true);
    this.timer = setInterval(() => this.tell(), 1_000);
    this.unwatch = onArrival((id) => {
      if (id === this.id) setTimeout(() => this.again(), 300 * Math.random());
    });
    document.addEventListener('visibilitychange', this.look);
  }

  stop(): void {
    clearInterval(this.timer);
    clearTimeout(this.rest);
    this.unwatch?.();
    document.removeEventListener('visibilitychange', this.look);
    this.leave();
  }

  /** A key was pressed in an answer, or in a note. */
  typed(note: boolean): void {
    this.become(note ? 'noting' : 'typing');
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.become('viewing'), restAfter);
  }

  /** What was written is sent or gone. */
  rested(): void {
    clearTimeout(this.rest);
    this.become('viewing');
  }

  private become(doing: Exclude<Doing, 'left'>): void {
    this.doing = doing;
    this.tell();
  }

  private again(): void {
    this.toldAt = 0;
    this.tell();
  }

  private tell(first = false): void {
    if (document.visibilityState !== 'visible') return;
    const now = Date.now();
    const since = now - this.toldAt;
    if (since < 1_000 || (this.told === this.doing && since < every[this.doing])) return;
    const come = first || this.told === 'left';
    this.told = this.doing;
    this.toldAt = now;
    showPresence(this.id, this.doing, come).catch(() => undefined); // Told again soon.
  }

  private leave(): void {
    if (this.told === 'left') return;
    this.told = 'left';
    this.toldAt = 0;
    showPresence(this.id, 'left', false).catch(() => undefined); // They will be forgotten anyhow.
  }

  private readonly look = (): void => {
    if (document.visibilityState === 'visible') this.tell(true);
    else this.leave();
  };
}

const beacons = new Map<string, Beacon>();

export function beaconOf(id: string): Beacon {
  let beacon = beacons.get(id);
  if (!beacon) beacons.set(id, (beacon = new Beacon(id)));
  return beacon;
}

/** Tells that this person has the conversation open, for as long as they do. */
export function useBeacon(id: string): void {
  useEffect(() => {
    const beacon = beaconOf(id);
    beacon.start();
    return () => {
      beacon.stop();
      beacons.delete(id);
    };
  }, [id]);
}
