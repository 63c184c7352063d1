import type zhCase from './case/zh-CN.json';
import type zhGiving from './giving/zh-CN.json';
import type zhTask from './task/zh-CN.json';
import type zh from './zh-CN.json';

export type Key = keyof typeof zh | keyof typeof zhCase | keyof typeof zhTask | keyof typeof zhGiving;
export type Language = 'zh-CN' | 'en';

let current: Language = 'zh-CN';
let words: Partial<Record<Key, string>> = {};

/** Chinese unless English is asked for: the value of ?lang=, else the browser's language. */
export function chooseLanguage(asked: string | null, browser: string): Language {
  return /^en/i.test(asked || browser) ? 'en' : 'zh-CN';
}

/** Loads the catalogue of a language; only the reader's own travels. */
export async function setLanguage(language: Language): Promise<void> {
  const catalogue = language === 'en' ? import('./en.json') : import('./zh-CN.json');
  words = { ...words, ...(await catalogue).default };
  current = language;
  document.documentElement.lang = language;
}

/** Adds the words about cases, which travel with what first needs them. */
export async function addCaseWords(): Promise<void> {
  const catalogue = current === 'en' ? import('./case/en.json') : import('./case/zh-CN.json');
  words = { ...words, ...(await catalogue).default };
}

/** Adds the words of the page on which somebody does a ticket. */
export async function addTaskWords(): Promise<void> {
  const catalogue = current === 'en' ? import('./task/en.json') : import('./task/zh-CN.json');
  words = { ...words, ...(await catalogue).default };
}

/** Adds the words of the page on which a buyer shows what happened. */
export async function addGivingWords(): Promise<void> {
  const catalogue = current === 'en' ? import('./giving/en.json') : import('./giving/zh-CN.json');
  words = { ...words, ...(await catalogue).default };
}

export const language = (): Language => current;

/** The sentence of a key in the reader's language, with {name} placeholders filled. */
export function t(key: Key, args: Record<string, string | number> = {}): string {
  return words[key]!.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}
