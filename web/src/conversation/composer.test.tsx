import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Conversation, Message, TeamMember } from '../api/wire';
import { keys as team } from '../team/api';
import { now } from '../ui/clock';
import { keys } from './api';
import { Composer } from './composer';
import { Draft } from './draft';
import { limits } from './limits';
import type { Outbox } from './outbox';

const api = vi.hoisted(() => ({ showPresence: vi.fn().mockResolvedValue(undefined), saveDraft: vi.fn().mockResolvedValue(undefined) }));
vi.mock('./api', async (original) => ({ ...(await original<object>()), ...api }));

const add = vi.fn();
const cache = new QueryClient();
const conversation = { id: 'c', channel: 'webchat', respond_by: null, shop: { id: 's', name: '', zone: 'UTC' } } as unknown as Conversation;
const outbox = { add } as unknown as Outbox;
let draft: Draft;

beforeEach(() => {
  draft = new Draft('anxin.draft.u.c', 'c');
  cache.setQueryData(keys.thread('c'), { messages: [], synced: 0, hasEarlier: false });
  cache.setQueryData(team.members('s'), [{ id: 'z', name: '周岚' }] as TeamMember[]);
  render(<QueryClientProvider client={cache}><Composer conversation={conversation} draft={draft} outbox={outbox} /></QueryClientProvider>);
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
  expect(add).toHaveBeenCalledExactlyOnceWith('hello', [], undefined);
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

it('warns once in a turn of the buyer’s, and lets the next press through', () => {
  const said = (seq: number) => ({ seq, sender: { kind: 'buyer' }, at: new Date(now() - 1_000).toISOString() }) as Message;
  cache.setQueryData(keys.thread('c'), { messages: [said(1)], synced: 1, hasEarlier: false });
  type('hello');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
  expect(screen.getByRole('status').textContent).toContain('按一次发送');
  expect(box().value).toBe('hello');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).toHaveBeenCalledOnce();
  cache.setQueryData(keys.thread('c'), { messages: [said(1), said(2)], synced: 2, hasEarlier: false });
  type('again');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).toHaveBeenCalledTimes(2);
});

it('writes a note, for which nobody is warned', () => {
  fireEvent.click(screen.getByRole('button', { name: '备注' }));
  const said = { seq: 3, sender: { kind: 'buyer' }, at: new Date(now()).toISOString() } as Message;
  cache.setQueryData(keys.thread('c'), { messages: [said], synced: 3, hasEarlier: false });
  type('看一下');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).toHaveBeenCalledExactlyOnceWith('看一下', [], { mentions: [] });
});

it('says that what is sent now was written as a note', () => {
  fireEvent.click(screen.getByRole('button', { name: '备注' }));
  type('成本五元');
  fireEvent.click(screen.getByRole('button', { name: '回复' }));
  expect(screen.getByRole('status').textContent).toContain('原是备注');
  type('');
  expect(screen.getByRole('status').textContent).not.toContain('原是备注');
});

it('puts a colleague’s name in the place of what was typed of it', async () => {
  fireEvent.click(screen.getByRole('button', { name: '备注' }));
  for (const text of ['@', '@周']) type(text);
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
  expect(box().value).toBe('@周岚 ');
  await vi.waitFor(() => expect(document.activeElement).toBe(box()));
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).toHaveBeenCalledExactlyOnceWith('@周岚', [], { mentions: ['z'] });
});
