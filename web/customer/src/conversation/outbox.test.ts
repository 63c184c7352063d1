import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Box } from '../ui/box';
import { Refusal } from './api';
import { Outbox, type Entry } from './outbox';
import type { Message } from './wire';

// The server as the outbox sees it: it answers, refuses or cannot be reached.
function server() {
  const line = {
    up: true,
    refuse: new Map<string, Refusal>(),
    got: [] as string[],
    delivered: [] as string[],
    post: async (entry: Entry) => {
      if (!line.up) throw new Refusal(0, 'no line');
      const refusal = line.refuse.get(entry.key);
      if (refusal) throw refusal;
      line.got.push(entry.key);
      return { id: entry.key, key: entry.key } as Message;
    },
  };
  return line;
}

function outbox(line: ReturnType<typeof server>) {
  return new Outbox(new Box('t:', localStorage), {
    post: line.post,
    delivered: (m) => line.delivered.push(m.key),
    changed: () => {},
    unauthorised: () => line.delivered.push('unauthorised'),
  });
}

const words = (key: string, at: number) => ({ key, text: key, files: [], at });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => vi.useRealTimers());

describe('outbox', () => {
  it('sends in the order of writing and keeps nothing that was delivered', async () => {
    const line = server();
    const box = outbox(line);
    for (const key of ['a', 'b', 'c']) box.add(words(key, 1));
    await settle();
    expect(line.got).toEqual(['a', 'b', 'c']);
    expect(box.entries).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it('keeps unsent messages over a reload and resends them with the same key', async () => {
    const line = server();
    line.up = false;
    const before = outbox(line);
    before.add(words('a', 1));
    before.add(words('b', 2));
    await settle();
    expect(before.entries.map((e) => e.state)).toEqual(['failed', 'sending']);

    line.up = true;
    const after = outbox(line);
    expect(after.entries.map((e) => [e.key, e.state])).toEqual([['a', 'sending'], ['b', 'sending']]);
    after.resume();
    await settle();
    expect(line.got).toEqual(['a', 'b']);
    expect(localStorage.length).toBe(0);
  });

  it('tries again by itself after a failure', async () => {
    const line = server();
    line.up = false;
    const box = outbox(line);
    box.add(words('a', 1));
    await settle();
    line.up = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(line.delivered).toEqual(['a']);
  });

  it('shows why a message was refused, leaves it to the buyer and lets the others pass', async () => {
    const line = server();
    line.refuse.set('a', new Refusal(422, 'too long'));
    const box = outbox(line);
    box.add(words('a', 1));
    box.add(words('b', 2));
    await settle();
    expect(line.got).toEqual(['b']);
    expect(box.entries).toMatchObject([{ key: 'a', state: 'failed', reason: 'too long' }]);
    box.resume();
    await settle();
    expect(line.got).toEqual(['b']);

    line.refuse.clear();
    box.retry('a');
    await settle();
    expect(line.got).toEqual(['b', 'a']);
  });

  it('asks for a new session when the token is refused, and keeps the message', async () => {
    const line = server();
    line.refuse.set('a', new Refusal(401, 'signed out'));
    const box = outbox(line);
    box.add(words('a', 1));
    await settle();
    expect(line.delivered).toEqual(['unauthorised']);
    line.refuse.clear();
    box.resume();
    await settle();
    expect(line.delivered).toEqual(['unauthorised', 'a']);
  });

  it('leaves the messages of another tab alone', async () => {
    const line = server();
    line.up = false;
    outbox(line).add(words('a', 1));
    const other = outbox(line);
    other.add(words('b', 2));
    other.discard('b');
    await settle();
    expect(Object.keys(localStorage)).toEqual(['t:out:a']);
  });

  it('can be emptied by the buyer', async () => {
    const line = server();
    line.up = false;
    const box = outbox(line);
    box.add(words('a', 1));
    await settle();
    box.discard('a');
    expect(box.entries).toEqual([]);
    expect(localStorage.length).toBe(0);
  });
});
