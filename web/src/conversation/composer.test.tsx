import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Conversation, Me, Message, TeamMember } from '../api/wire';
import { meQuery } from '../identity/api';
import { keys as team } from '../team/api';
import { now } from '../ui/clock';
import { keys } from './api';
import { Composer } from './composer';
import { Draft } from './draft';
import { limits } from './limits';
import type { Outbox } from './outbox';

const api = vi.hoisted(() => ({ showPresence: vi.fn().mockResolvedValue(undefined), saveDraft: vi.fn().mockResolvedValue(undefined) }));
vi.mock('./api', async (original) => ({ ...(await original<object>()), ...api }));

const advise = vi.hoisted(() => vi.fn());
vi.mock('../assist/api', () => ({ advise, react: vi.fn() }));

const add = vi.fn();
const cache = new QueryClient();
const conversation = { id: 'c', channel: 'webchat', respond_by: null, shop: { id: 's', name: '', zone: 'UTC' } } as unknown as Conversation;
const outbox = { add } as unknown as Outbox;
let draft: Draft;

beforeEach(() => {
  advise.mockResolvedValue({ findings: [], commitments: [], case_id: null });
  draft = new Draft('anxin.draft.u.c', 'c');
  cache.setQueryData(meQuery.queryKey, { id: '' } as Me);
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
const sent = (...with_: unknown[]) => vi.waitFor(() => expect(add).toHaveBeenCalledExactlyOnceWith(...with_, undefined));
const type = (value: string) => fireEvent.change(box(), { target: { value } });

it('sends with Enter and empties itself', async () => {
  type('hello ');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await sent('hello', [], undefined);
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

it('warns once in a turn of the buyer’s, and lets the next press through', async () => {
  const said = (seq: number) => ({ seq, sender: { kind: 'buyer' }, at: new Date(now() - 1_000).toISOString() }) as Message;
  cache.setQueryData(keys.thread('c'), { messages: [said(1)], synced: 1, hasEarlier: false });
  type('hello');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(add).not.toHaveBeenCalled();
  expect(screen.getByRole('status').textContent).toContain('按一次发送');
  expect(box().value).toBe('hello');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await vi.waitFor(() => expect(add).toHaveBeenCalledOnce());
  cache.setQueryData(keys.thread('c'), { messages: [said(1), said(2)], synced: 2, hasEarlier: false });
  type('again');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await vi.waitFor(() => expect(add).toHaveBeenCalledTimes(2));
});

it('writes a note, for which nobody is warned', async () => {
  fireEvent.click(screen.getByRole('button', { name: '备注' }));
  const said = { seq: 3, sender: { kind: 'buyer' }, at: new Date(now()).toISOString() } as Message;
  cache.setQueryData(keys.thread('c'), { messages: [said], synced: 3, hasEarlier: false });
  type('看一下');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await sent('看一下', [], { mentions: [] });
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
  await sent('@周岚', [], { mentions: ['z'] });
});

const finding = (level: string, over: object = {}) => ({
  category: 'vague_promise', rule: 'r', version: 1, level, text: '尽快', start: 2, end: 4, message: '没有时间', why: '', better: '{时间}前', ...over,
});

it('puts better words in, and does not send their blanks', async () => {
  advise.mockImplementation((_: string, text: string) => Promise.resolve({ findings: text.includes('尽快') ? [finding('warning')] : [], commitments: [], case_id: null }));
  type('我们尽快处理');
  fireEvent.click(await screen.findByRole('button', { name: '{时间}前 换成这句' }));
  expect(box().value).toBe('{时间}前');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect((await screen.findByRole('alert')).textContent).toContain('{时间}');
  expect(add).not.toHaveBeenCalled();
});

it('asks for a reason before it sends what the rules call an error', async () => {
  advise.mockResolvedValue({ findings: [finding('error')], commitments: [], case_id: null });
  type('我们尽快处理');
  fireEvent.keyDown(box(), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('button', { name: '提醒有误' }));
  await sent('我们尽快处理', [], undefined);
});

it('does not send what nobody may send, and waves nothing of it away', async () => {
  advise.mockResolvedValue({ findings: [finding('block')], commitments: [], case_id: null });
  type('我们尽快处理');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect((await screen.findByRole('alert')).textContent).toContain('不能发给买家');
  expect(screen.queryByRole('button', { name: '不用改' })).toBeNull();
  expect(add).not.toHaveBeenCalled();
});

it('sends when the check does not answer', async () => {
  advise.mockRejectedValue(new Error('away'));
  type('hello');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await sent('hello', [], undefined);
});

it('hands over what was picked of the commitments when the message goes', async () => {
  const proposal = { kind: 'commitment', text: '明天前答复', start: 0, end: 5, due_at: new Date(now() + 3_600_000).toISOString(), earliest_at: null, tentative: false };
  advise.mockResolvedValue({ findings: [], commitments: [proposal], case_id: 'k' });
  type('明天前答复');
  fireEvent.click(await screen.findByRole('button', { name: '登记承诺' }));
  fireEvent.keyDown(box(), { key: 'Enter' });
  await vi.waitFor(() => expect(add).toHaveBeenCalledOnce());
  expect(JSON.parse(localStorage.getItem('anxin.registrar..c') ?? '[]')).toMatchObject([{ caseId: 'k', text: '明天前答复', state: 'held' }]);
});
