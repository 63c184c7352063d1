import { useSyncExternalStore } from 'react';
import type { View } from '../api/wire';
import { read, write } from '../ui/stored';

/** How this person likes the screen, kept in the browser. */
export interface Prefs {
  /** Undefined follows the computer. */
  dark?: boolean;
  view: View;
  /** Empty for all shops. */
  shop: string;
}

const name = 'anxin.prefs';
const system = matchMedia('(prefers-color-scheme: dark)');
const stillness = matchMedia('(prefers-reduced-motion: reduce)');
const watchers = new Set<() => void>();

let prefs: Prefs = { view: 'all', shop: '', ...read<Partial<Prefs>>(name, {}) };

export function setPrefs(changed: Partial<Prefs>): void {
  prefs = { ...prefs, ...changed };
  write(name, prefs);
  watchers.forEach((watcher) => watcher());
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  system.addEventListener('change', watcher);
  return () => {
    watchers.delete(watcher);
    system.removeEventListener('change', watcher);
  };
}

export function getPrefs(): Prefs {
  return prefs;
}

export function usePrefs(): Prefs {
  return useSyncExternalStore(watch, getPrefs);
}

export function useDark(): boolean {
  return useSyncExternalStore(watch, () => prefs.dark ?? system.matches);
}

/** Whether this person asked their computer for less motion. */
export function useStill(): boolean {
  return useSyncExternalStore(watchStillness, () => stillness.matches);
}

function watchStillness(watcher: () => void): () => void {
  stillness.addEventListener('change', watcher);
  return () => stillness.removeEventListener('change', watcher);
}
