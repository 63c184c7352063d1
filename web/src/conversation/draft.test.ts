import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ProblemError } from '../api/problem';
import type { FileInfo } from '../api/wire';
import { Draft } from './draft';
import { length, limits, refusal } from './limits';

const name = 'anxin.draft.u.c';
const info: FileInfo = { id: 'f', name: 'a.png', media_type: 'image/png', size: 3, width: 1, height: 1, url: '/f', thumb_url: null };

const saveDraft = vi.hoisted(() => vi.fn());
vi.mock('./api', () => ({ saveDraft, uploadPath: () => '' }));

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  saveDraft.mockReset().mockResolvedValue(undefined);
});

afterEach(() => vi.useRealTimers());

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
  expect(new Draft(name, 'c').get()).toEqual({ text: '', note: false, attachments: [] });
});

it('tells the server when the writing pauses, and at once that it was sent', async () => {
  const draft = new Draft(name, 'c');
  draft.setText('h');
  draft.setText('hello');
  await vi.advanceTimersByTimeAsync(700);
  expect(saveDraft).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(saveDraft).toHaveBeenCalledExactlyOnceWith('c', 'hello', false);
  draft.setNote(true);
  draft.take();
  await vi.advanceTimersByTimeAsync(1);
  expect(saveDraft).toHaveBeenLastCalledWith('c', '', true);
  expect(localStorage.getItem(name)).toBeNull();
});

it('tries again while the server is away, also after a reload', async () => {
  saveDraft.mockRejectedValue(new ProblemError({ status: 0, code: 'offline' }, ''));
  new Draft(name, 'c').setText('hello');
  await vi.advanceTimersByTimeAsync(900);
  await vi.advanceTimersByTimeAsync(5_100);
  expect(saveDraft).toHaveBeenCalledTimes(2);
  saveDraft.mockReset().mockResolvedValue(undefined);
  const reloaded = new Draft(name, 'c');
  await vi.advanceTimersByTimeAsync(1);
  expect(saveDraft).toHaveBeenCalledWith('c', 'hello', false);
  expect(reloaded.get().text).toBe('hello');
});

it('takes over what was written elsewhere, but not over words that are not saved yet', async () => {
  const draft = new Draft(name, 'c');
  draft.adopt({ text: 'from another browser', note: true, asked: 1 });
  expect(draft.get()).toMatchObject({ text: 'from another browser', note: true });
  draft.setText('mine');
  draft.adopt({ text: 'old', note: false, asked: 1 });
  expect(draft.get().text).toBe('mine');
  await vi.advanceTimersByTimeAsync(900);
  draft.adopt({ text: '', note: false, asked: performance.now() });
  expect(draft.get()).toMatchObject({ text: '', note: true });
});

it('does not take back what was read before its own words were saved', async () => {
  const draft = new Draft(name, 'c');
  const asked = performance.now();
  draft.setText('mine');
  await vi.advanceTimersByTimeAsync(900);
  draft.adopt({ text: 'read long ago', note: false, asked });
  expect(draft.get().text).toBe('mine');
});

it('saves one after the other, so that what was sent does not come back', async () => {
  let arrive = () => {};
  saveDraft.mockImplementationOnce(() => new Promise<void>((done) => (arrive = done)));
  const draft = new Draft(name, 'c');
  draft.setText('hello');
  await vi.advanceTimersByTimeAsync(900);
  draft.take();
  await vi.advanceTimersByTimeAsync(900);
  expect(saveDraft).toHaveBeenCalledTimes(1);
  arrive();
  await vi.advanceTimersByTimeAsync(1);
  expect(saveDraft).toHaveBeenCalledTimes(2);
  expect(saveDraft).toHaveBeenLastCalledWith('c', '', false);
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

it('makes no answer of a note that was being written when words are given back', () => {
  const draft = new Draft(name, 'c');
  draft.giveBack('我马上查', [], false);
  expect(draft.get().note).toBe(false);
  draft.setNote(true);
  draft.giveBack('您好', [], false);
  expect(draft.get()).toMatchObject({ text: '您好\n我马上查', note: true });
});
