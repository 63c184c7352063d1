import { useSyncExternalStore } from 'react';
import en from './en.json';
import zhCN from './zh-CN.json';

export type Language = 'zh-CN' | 'en';
export type Key = keyof typeof zhCN;
export type Args = Record<string, string | number>;
export type Translate = typeof t;

const catalogues: Record<Language, Record<string, string>> = { 'zh-CN': zhCN, en };
const stored = 'anxin.language';
const watchers = new Set<() => void>();

let current: Language = localStorage.getItem(stored) === 'en' ? 'en' : 'zh-CN';

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  current = next;
  localStorage.setItem(stored, next);
  watchers.forEach((watcher) => watcher());
}

/** The sentence of key in the reader's language, with its {names} filled in. */
export function t(key: Key, args?: Args): string {
  return fill(catalogues[current][key] ?? key, args);
}

/** As t, for keys made from the server's words; unknown ones read as fallback. */
export function tOr(key: string, fallback: string, args?: Args): string {
  return fill(catalogues[current][key] ?? fallback, args);
}

function fill(sentence: string, args: Args = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The language, and a new rendering whenever it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(watch, language);
}

/** t for components: they render again when the language changes. */
export function useT(): Translate {
  useLanguage();
  return t;
}
