import { useSyncExternalStore } from 'react';

// One clock for the whole screen: it follows the server's, so that countdowns
// are right on a computer whose own clock is not, and ticks once a second.

const tolerated = 2_000;
const watchers = new Set<() => void>();

let skew = 0;
let tick = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Now, in milliseconds, by the server's clock. */
export function now(): number {
  return Date.now() + skew;
}

/** Corrects the clock. serverMs has whole seconds, so small steps are ignored. */
export function follow(serverMs: number, askedMs: number): void {
  const middle = (askedMs + Date.now()) / 2;
  const measured = serverMs + 500 - middle;
  skew = Math.abs(measured) > tolerated ? measured : 0;
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  timer ??= setInterval(advance, 1_000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function advance(): void {
  tick = now();
  watchers.forEach((watcher) => watcher());
}

function latest(): number {
  // Between two ticks every reader sees the same instant.
  if (timer === undefined) tick = now();
  return tick;
}

/** Now in milliseconds; the component renders again every second. */
export function useNow(): number {
  return useSyncExternalStore(watch, latest);
}
