import { useSyncExternalStore } from 'react';
import type automationWords from './automation.zh-CN.json';
import type compensationWords from './compensation.zh-CN.json';
import type disputeWords from './dispute.zh-CN.json';
import type importWords from './import.zh-CN.json';
import type optionWords from './option.zh-CN.json';
import type playbookWords from './playbook.zh-CN.json';
import type policyWords from './policy.zh-CN.json';
import type recallWords from './recall.zh-CN.json';
import type quickReplyWords from './quickreply.zh-CN.json';
import type rulepackWords from './rulepack.zh-CN.json';
import type shipmentWords from './shipment.zh-CN.json';
import zhCN from './zh-CN.json';

export type Language = 'zh-CN' | 'en';
export type Key = keyof typeof zhCN | keyof typeof automationWords | keyof typeof playbookWords | keyof typeof policyWords | keyof typeof disputeWords | keyof typeof compensationWords | keyof typeof optionWords | keyof typeof recallWords | keyof typeof quickReplyWords | keyof typeof importWords | keyof typeof rulepackWords | keyof typeof shipmentWords;
export type Args = Record<string, string | number>;
export type Translate = typeof t;

const catalogues: Partial<Record<Language, Record<string, string>>> = { 'zh-CN': zhCN };
/** Sentences that the first page does without, added by who shows them. */
const added: Record<Language, Record<string, string>> = { 'zh-CN': {}, en: {} };
const stored = 'anxin.language';
const watchers = new Set<() => void>();

let current: Language = localStorage.getItem(stored) === 'en' ? 'en' : 'zh-CN';

export function language(): Language {
  return current;
}

/** Resolves once the sentences of the reader's language are there. Only Chinese comes with the first page. */
export async function ready(wanted = current): Promise<void> {
  if (wanted === 'en') catalogues.en ??= (await import('./en.json')).default;
}

/** Adds sentences in both languages. */
export function addWords(zh: Record<string, string>, en: Record<string, string>): void {
  Object.assign(added['zh-CN'], zh);
  Object.assign(added.en, en);
}

/** Speaks another language once its sentences are there; if they cannot be had, everything stays as it is. */
export async function setLanguage(next: Language): Promise<void> {
  await ready(next).catch(() => (next = current));
  current = next;
  localStorage.setItem(stored, next);
  watchers.forEach((watcher) => watcher());
}

/** The sentence of key in the reader's language, with its {names} filled in. */
export function t(key: Key, args?: Args): string {
  return fill(catalogues[current]?.[key] ?? added[current][key] ?? (zhCN as Record<string, string>)[key] ?? key, args);
}

/** As t, for keys made from the server's words; unknown ones read as fallback. */
export function tOr(key: string, fallback: string, args?: Args): string {
  return fill(catalogues[current]?.[key] ?? added[current][key] ?? fallback, args);
}

function fill(sentence: string, args: Args = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Names one after the other, as the language of the screen separates them. */
export function listed(parts: readonly (string | number | undefined)[]): string {
  return parts.join(t('list.separator'));
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
