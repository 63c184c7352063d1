import { describe, expect, it } from 'vitest';
import { behind, emptyThread, insert, merge, pending, unread } from './thread';
import type { Message, ThreadPage } from './wire';

const message = (seq: number, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  seq,
  sender: { kind: 'agent', id: 'u1', name: 'An' },
  kind: 'text',
  text: `text ${seq}`,
  files: [],
  card: null,
  key: `k${seq}`,
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});

const page = (seqs: number[], head: number, more: Partial<ThreadPage> = {}): ThreadPage => ({
  conversation_id: '7',
  earlier: null,
  merged_from: 0,
  messages: seqs.map((seq) => message(seq)),
  head_seq: head,
  agent_read_seq: 0,
  commitments: [],
  outcome: null,
  restatement: null,
  now: '2026-01-01T00:00:00.000Z',
  ...more,
});

const seqs = (thread: { messages: Message[] }) => thread.messages.map((m) => m.seq);

describe('merge', () => {
  it('keeps order and drops doubles, whatever the order of arrival', () => {
    let thread = merge(emptyThread, page([3, 1, 2], 3), 0);
    thread = merge(thread, page([2, 3, 5], 5), 3);
    thread = merge(thread, page([4, 3], 5), 5);
    expect(seqs(thread)).toEqual([1, 2, 3, 4, 5]);
    expect(behind(thread)).toBe(false);
  });

  it('shows the newer copy of a message it already has', () => {
    const thread = merge(emptyThread, page([1], 1), 0);
    const again = merge(thread, page([], 1, { messages: [message(1, { text: 'new link' })] }), 1);
    expect(again.messages.map((m) => m.text)).toEqual(['new link']);
  });

  it('treats holes as normal: internal notes take numbers', () => {
    const thread = merge(emptyThread, page([1, 4, 9], 9), 0);
    expect(seqs(thread)).toEqual([1, 4, 9]);
    expect(thread.position).toBe(9);
  });

  it('never shows an internal note', () => {
    const thread = merge(emptyThread, page([], 2, { messages: [message(1), message(2, { internal: true })] }), 0);
    expect(seqs(thread)).toEqual([1]);
  });

  it('empties a message that was taken back, and shows no line besides', () => {
    const held = merge(emptyThread, page([1, 2], 2), 2);
    const at = '2026-01-01T00:01:00.000Z';
    const line = message(3, { kind: 'event', text: '', event: { code: 'message.recalled', args: { seq: '2', name: 'An' } }, at });
    const thread = merge(held, page([], 3, { messages: [line] }), 3);
    expect(seqs(thread)).toEqual([1, 2]);
    expect(thread.messages[1]).toMatchObject({ text: '', files: [], recalled_at: at });
    expect(thread.position).toBe(3);
    expect(unread(thread, 0)).toBe(1);
  });

  it('asks again when a page was cut short', () => {
    const thread = merge(emptyThread, page([1, 2], 7), 7);
    expect(thread.position).toBe(2);
    expect(behind(thread)).toBe(true);
  });

  it('moves over trailing notes once the head was known before the question', () => {
    const first = merge(emptyThread, page([1], 1), 0);
    // Head 3 is news: a message 3 might have been written while the answer was made.
    const second = merge(first, page([], 3), first.head);
    expect(second.position).toBe(1);
    expect(behind(second)).toBe(true);
    const third = merge(second, page([], 3), second.head);
    expect(third.position).toBe(3);
    expect(behind(third)).toBe(false);
  });

  it('goes neither back nor blank on a late, older answer', () => {
    const thread = merge(emptyThread, page([1, 2, 3], 3, { agent_read_seq: 3 }), 0);
    const late = merge(thread, page([1], 1, { agent_read_seq: 1 }), 0);
    expect(late).toMatchObject({ position: 3, head: 3, agentRead: 3 });
    expect(seqs(late)).toEqual([1, 2, 3]);
  });

  it('accepts null lists', () => {
    const thread = merge(emptyThread, page([], 0, { messages: null, commitments: null }), 0);
    expect(thread).toMatchObject({ messages: [], commitments: [] });
  });
});

describe('optimistic messages', () => {
  const entries = [{ key: 'a' }, { key: 'b' }];

  it('disappear when the message with their key arrives, by answer or by page', () => {
    const answered = insert(emptyThread, message(1, { key: 'a' }));
    expect(pending(entries, answered.messages)).toEqual([{ key: 'b' }]);
    const paged = merge(answered, page([], 2, { messages: [message(2, { key: 'b' })] }), 1);
    expect(pending(entries, paged.messages)).toEqual([]);
  });

  it('do not move the position when the answer overtakes other messages', () => {
    const thread = insert(merge(emptyThread, page([1], 1), 0), message(3, { key: 'a' }));
    expect(thread.position).toBe(1);
    expect(behind(thread)).toBe(true);
    expect(seqs(merge(thread, page([2, 3], 3), 3))).toEqual([1, 2, 3]);
  });

  it('are shown once when answer and page both bring them', () => {
    const own = message(2, { key: 'a' });
    const thread = insert(merge(emptyThread, page([], 2, { messages: [own] }), 0), own);
    expect(seqs(thread)).toEqual([2]);
  });
});

describe('unread', () => {
  it("counts the shop's messages after the read mark, not events and not own words", () => {
    const buyer = { kind: 'buyer', id: 'b', name: '' } as const;
    const list = [message(1), message(2, { sender: buyer }), message(3, { kind: 'event' }), message(4)];
    const thread = merge(emptyThread, page([], 4, { messages: list }), 0);
    expect(unread(thread, 0)).toBe(2);
    expect(unread(thread, 1)).toBe(1);
    expect(unread(thread, 4)).toBe(0);
  });
});
