import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Composer } from './composer';
import { Draft } from './draft';
import { limits } from './limits';
import type { Outbox } from './outbox';

const add = vi.fn();
const outbox = { add } as unknown as Outbox;
let draft: Draft;

beforeEach(() => {
  draft = new Draft('anxin.draft.u.c', 'c');
  render(<Composer draft={draft} outbox={outbox} />);
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  add.mockReset();
});

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox');
const type = (value: string) => fireEvent.change(box(), { target: { value } });

it('sends with Enter and empties itself', () => {
  type('hello ');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).toHaveBeenCalledExactlyOnceWith('hello', []);
  expect(box().value).toBe('');
});

it('does not send while an input method composes', () => {
  type('nihao');
  fireEvent.keyDown(box(), { key: 'Enter', isComposing: true });
  fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229 });
  expect(add).not.toHaveBeenCalled();
  expect(box().value).toBe('nihao');
});

it('makes a new line with Shift and Enter', () => {
  type('hello');
  fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
  expect(add).not.toHaveBeenCalled();
});

it('sends nothing that is empty', () => {
  type('  \n ');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
});

it('says that a text is too long, and keeps it', () => {
  type('a'.repeat(limits.text + 3));
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
  expect(screen.getByRole('status').textContent).toContain('3');
  expect(draft.get().text).toHaveLength(limits.text + 3);
});
