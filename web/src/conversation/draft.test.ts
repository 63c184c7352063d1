import { beforeEach, expect, it } from 'vitest';
import type { FileInfo } from '../api/wire';
import { Draft } from './draft';
import { length, limits, refusal } from './limits';

const name = 'anxin.draft.u.c';
const info: FileInfo = { id: 'f', name: 'a.png', media_type: 'image/png', size: 3, width: 1, height: 1, url: '/f', thumb_url: null };

beforeEach(() => localStorage.clear());

it('survives a reload with its text and the files that have arrived', () => {
  localStorage.setItem(name, JSON.stringify({ text: 'half a sen', files: [info] }));
  const draft = new Draft(name, 'c');
  expect(draft.get()).toMatchObject({ text: 'half a sen', attachments: [{ id: 'f', state: 'there' }] });
  draft.setText('half a sentence');
  expect(new Draft(name, 'c').get().text).toBe('half a sentence');
});

it('is empty after it was taken, also after a reload', () => {
  const draft = new Draft(name, 'c');
  draft.setText('hello');
  expect(draft.take()).toEqual({ text: 'hello', files: [] });
  expect(new Draft(name, 'c').get()).toEqual({ text: '', attachments: [] });
  expect(localStorage.getItem(name)).toBeNull();
});

it('says at once why a file cannot be sent', () => {
  expect(refusal({ size: limits.fileBytes, type: 'image/png' })).toBeNull();
  expect(refusal({ size: limits.fileBytes + 1, type: 'image/png' })).toBe('file.too_large');
  expect(refusal({ size: 0, type: 'image/png' })).toBe('file.empty');
  expect(refusal({ size: 9, type: 'image/svg+xml' })).toBe('file.unsupported');
});

it('counts characters as the server does', () => {
  expect(length('a\u{1F64F}\u9000')).toBe(3);
});
