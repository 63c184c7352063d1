import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import loaderEn from '../../loader/en.json';
import loaderZh from '../../loader/zh-CN.json';
import caseEn from './case/en.json';
import caseZh from './case/zh-CN.json';
import en from './en.json';
import givingEn from './giving/en.json';
import givingZh from './giving/zh-CN.json';
import taskEn from './task/en.json';
import taskZh from './task/zh-CN.json';
import { chooseLanguage, setLanguage, t } from './index';
import zh from './zh-CN.json';

const root = resolve(import.meta.dirname, '../..');
const sources = ['src', 'loader']
  .flatMap((dir) => readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' }).map((f) => join(root, dir, f)))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
const code = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]));

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
const shape = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [key, placeholders(text)]));

describe('catalogues', () => {
  it('have the same keys and placeholders in both languages', () => {
    expect(shape(en)).toEqual(shape(zh));
    expect(shape(caseEn)).toEqual(shape(caseZh));
    expect(shape(taskEn)).toEqual(shape(taskZh));
    expect(shape(givingEn)).toEqual(shape(givingZh));
    expect(shape(loaderEn)).toEqual(shape(loaderZh));
  });

  it('hold every key that the code uses, and no other', () => {
    const text = [...code.values()].join('\n');
    const used = new Set([...text.matchAll(/\bt\('([\w.]+)'/g)].map((m) => m[1]!));
    const quoted = new Set([...text.matchAll(/['"]([a-z_]+(?:\.[a-z_]+)+)['"]/g)].map((m) => m[1]!));
    expect([...used].filter((key) => !(key in zh || key in caseZh || key in taskZh || key in givingZh))).toEqual([]);
    expect(Object.keys({ ...zh, ...caseZh, ...taskZh, ...givingZh }).filter((key) => !quoted.has(key))).toEqual([]);
  });

  it('hold no word twice, and none about cases that a chat without one would miss', () => {
    expect(Object.keys(zh).filter((key) => key in caseZh || key in taskZh || key in givingZh)).toEqual([]);
    const first = [...code].filter(([file]) => /src\/(app|main|conversation|realtime|ui)\b/.test(file)).map(([, text]) => text).join('\n');
    expect(Object.keys(caseZh).filter((key) => first.includes(`'${key}'`))).toEqual([]);
  });

  it('are the only place with Chinese text', () => {
    const leaks = [...code].filter(([, text]) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(text));
    expect(leaks.map(([file]) => file)).toEqual([]);
  });
});

describe('t', () => {
  it('fills placeholders in the chosen language', async () => {
    await setLanguage('en');
    expect(t('header.closed_until', { time: '09:00' })).toBe('Closed now; we reply from 09:00');
    await setLanguage('zh-CN');
    expect(t('header.closed_until', { time: '09:00' })).toContain('09:00');
  });

  it('prefers the asked language and falls back to Chinese', () => {
    expect(chooseLanguage('en', 'zh-CN')).toBe('en');
    expect(chooseLanguage(null, 'en-GB')).toBe('en');
    expect(chooseLanguage('zh', 'en-GB')).toBe('zh-CN');
    expect(chooseLanguage(null, 'fr')).toBe('zh-CN');
  });
});
