import { describe, expect, it } from 'vitest';
import type { Message, MessagePage } from '../api/wire';
import { caughtUp, earliest, opened, stillUnsent, withEarlier, withSent } from './merge';

function message(seq: number, key = `k${seq}`, text = `m${seq}`): Message {
  return {
    id: `id${seq}`, seq, key, text, kind: 'text', files: [], card: null, event: null, internal: false,
    sender: { kind: 'buyer', id: 'b', name: 'B' }, at: '2026-11-23T01:00:00.000Z', recalled_at: null,
  };
}

function page(seqs: number[], head_seq: number, has_earlier = false): MessagePage {
  return { messages: seqs.map((seq) => message(seq)), head_seq, has_earlier };
}

const seqs = (known: { messages: Message[] }) => known.messages.map((each) => each.seq);

describe('opening', () => {
  it('sorts and knows everything up to the head', () => {
    const known = opened(page([5, 4, 6], 6, true));
    expect(seqs(known)).toEqual([4, 5, 6]);
    expect(known.synced).toBe(6);
    expect(known.hasEarlier).toBe(true);
    expect(earliest(known)).toBe(4);
  });

  it('stands an empty conversation', () => {
    const known = opened(page([], 0));
    expect(known.synced).toBe(0);
    expect(earliest(known)).toBe(1);
  });
});

describe('catching up', () => {
  const known = opened(page([1, 2, 3], 3));

  it('appends what is new', () => {
    const next = caughtUp(known, 3, page([4, 5], 5));
    expect(seqs(next)).toEqual([1, 2, 3, 4, 5]);
    expect(next.synced).toBe(5);
  });

  it('shows a message once however often it arrives', () => {
    const once = caughtUp(known, 3, page([4, 5], 5));
    const twice = caughtUp(caughtUp(once, 3, page([4, 5], 5)), 2, page([3, 4, 5], 5));
    expect(seqs(twice)).toEqual([1, 2, 3, 4, 5]);
    expect(twice.synced).toBe(5);
  });

  it('stops at the end of a part, so that the rest is asked for', () => {
    const part = caughtUp(known, 3, page([4, 5], 9));
    expect(part.synced).toBe(5);
    expect(caughtUp(part, part.synced, page([6, 7, 8, 9], 9)).synced).toBe(9);
  });

  it('passes numbers that no message has', () => {
    expect(caughtUp(known, 3, page([], 7)).synced).toBe(7);
  });

  it('never goes back when an old answer arrives late', () => {
    const newer = caughtUp(known, 3, page([4, 5, 6], 6));
    const late = caughtUp(newer, 3, page([4], 4));
    expect(late.synced).toBe(6);
    expect(seqs(late)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('does not claim a gap that an answer from further on leaves', () => {
    const further = caughtUp(known, 6, page([7], 7));
    expect(further.synced).toBe(3);
    expect(seqs(caughtUp(further, 3, page([4, 5, 6, 7], 7)))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('takes the newer copy of a message', () => {
    const changed = { ...page([], 3), messages: [message(2, 'k2', 'changed')] };
    expect(caughtUp(known, 1, changed).messages[1]?.text).toBe('changed');
  });
});

describe('sending', () => {
  const known = opened(page([1, 2], 2));

  it('advances when the answer is the next number', () => {
    const next = withSent(known, message(3));
    expect(next.synced).toBe(3);
    expect(seqs(next)).toEqual([1, 2, 3]);
  });

  it('keeps the gap open when somebody wrote in between', () => {
    const next = withSent(known, message(5));
    expect(next.synced).toBe(2);
    const filled = caughtUp(next, 2, page([3, 4, 5], 5));
    expect(seqs(filled)).toEqual([1, 2, 3, 4, 5]);
    expect(filled.synced).toBe(5);
  });

  it('drops an unsent message when its key arrives, by whichever way', () => {
    const unsent = [{ key: 'k3' }, { key: 'mine' }];
    expect(stillUnsent(unsent, withSent(known, message(3)).messages)).toEqual([{ key: 'mine' }]);
    expect(stillUnsent(unsent, caughtUp(known, 2, page([3], 3)).messages)).toEqual([{ key: 'mine' }]);
    expect(stillUnsent(unsent, known.messages)).toEqual(unsent);
  });
});

describe('loading earlier', () => {
  it('puts them before and keeps what is known of the end', () => {
    const known = withEarlier(opened(page([11, 12], 12, true)), page([9, 10], 12, true));
    expect(seqs(known)).toEqual([9, 10, 11, 12]);
    expect(known.synced).toBe(12);
    expect(known.hasEarlier).toBe(true);
  });

  it('remembers that nothing lies before', () => {
    const known = withEarlier(opened(page([2, 3], 3, true)), page([1], 3, false));
    expect(known.hasEarlier).toBe(false);
  });
});

describe('a message that was taken back', () => {
  const line = (seq: number, of: number): Message => ({
    ...message(seq), kind: 'event', event: { code: 'message.recalled', args: { seq: `${of}` } }, at: '2026-11-23T01:01:00.000Z',
  });

  it('is known by the line that comes after it', () => {
    const known = caughtUp(opened(page([1, 2], 2)), 2, { messages: [line(3, 1)], head_seq: 3, has_earlier: false });
    expect(known.messages.map((each) => each.recalled_at)).toEqual(['2026-11-23T01:01:00.000Z', null, null]);
  });

  it('is so also when it is loaded after the line', () => {
    const known = withEarlier({ messages: [line(3, 1)], synced: 3, hasEarlier: true }, page([1, 2], 3));
    expect(known.messages[0]?.recalled_at).toBe('2026-11-23T01:01:00.000Z');
  });
});
