import { useEffect, useState } from 'preact/hooks';

/**
 * The server's clock seen from here. Countdowns must not depend on the buyer's clock, so every
 * answer that carries the server's time is a measurement; the one with the shortest trip wins.
 */
export class Clock {
  #offset = 0;
  #trip = Infinity;

  constructor(private readonly local: () => number = Date.now) {}

  /** Takes the server time (RFC 3339) of an answer asked at `sent` and received now. */
  learn(serverNow: string, sent: number): void {
    const received = this.local();
    const trip = received - sent;
    const server = Date.parse(serverNow);
    if (Number.isNaN(server)) return;
    // A jump means that the local clock was set: an old good measurement is worthless then.
    const fresh = server - (sent + trip / 2);
    const jumped = Math.abs(fresh - this.#offset) > 5_000 + trip;
    if (trip > this.#trip && !jumped) return;
    this.#trip = trip;
    this.#offset = fresh;
  }

  now(): number {
    return this.local() + this.#offset;
  }
}

/** Milliseconds of the server's clock, refreshed every second while `running`. */
export function useNow(clock: Clock, running: boolean): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    setNow(clock.now());
    if (!running) return;
    const timer = setInterval(() => setNow(clock.now()), 1000);
    return () => clearInterval(timer);
  }, [clock, running]);
  return now;
}
