import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../i18n';
import { Wire } from '../realtime/wire.fixture';
import { Box } from '../ui/box';
import { Clock } from '../ui/clock';
import { Conversation } from './conversation';
import type { Message } from './wire';

await setLanguage('en');

// The server's side of HTTP, small enough to see through.
const server = {
  up: true,
  token: 'tok-1',
  talk: '7',
  earlier: [] as Message[],
  messages: [] as Message[],
  head: 0,
  asked: [] as string[],
  keys: [] as string[],
  say(text: string, key = '', kind: 'buyer' | 'agent' = 'agent') {
    const seq = ++this.head;
    const message = { id: `m${seq}`, seq, text, key, kind: 'text', sender: { kind, id: kind, name: kind }, at: '2026-01-01T00:00:00Z' };
    this.messages.push(message as Message);
    return message;
  },
  answer(path: string, init: RequestInit): [number, unknown] {
    const headers = init.headers as Record<string, string>;
    if (path === 'session') {
      const now = new Date().toISOString();
      return [200, { token: this.token, conversation_id: this.talk, shop: { name: 'Shop', zone: 'UTC' }, head_seq: this.head, now, open: true, opens_at: null }];
    }
    if (headers.Authorization !== `Bearer ${this.token}`) return [401, { detail: 'signed out' }];
    if (path.startsWith('thread')) {
      const since = Number(path.split('=')[1]);
      const messages = this.messages.filter((m) => m.seq > since);
      return [200, { conversation_id: this.talk, earlier: since === 0 ? this.earlier : null, merged_from: this.earlier.length > 0 ? 1 : 0, messages, head_seq: this.head, agent_read_seq: 0, commitments: [], outcome: null, restatement: null, now: new Date().toISOString() }];
    }
    if (path !== 'messages') return [204, ''];
    const key = headers['Idempotency-Key']!;
    this.keys.push(key);
    const known = this.messages.find((m) => m.key === key);
    return [201, known ?? this.say((JSON.parse(init.body as string) as { text: string }).text, key, 'buyer')];
  },
};

const settle = () => vi.advanceTimersByTimeAsync(0);
const texts = (c: Conversation) => c.thread.messages.map((m) => m.text);
const asked = (path: string) => server.asked.filter((p) => p.startsWith(path)).length;

async function open(): Promise<Conversation> {
  const conversation = new Conversation('demo', new Box('t:', localStorage), new Clock());
  conversation.start();
  await settle();
  return conversation;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Wire.made = [];
  Object.assign(server, { up: true, token: 'tok-1', talk: '7', earlier: [], messages: [], head: 0, asked: [], keys: [] });
  vi.stubGlobal('WebSocket', Wire);
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = url.replace('/api/buyer/', '');
    server.asked.push(path);
    if (!server.up) throw new TypeError('no line');
    const [status, body] = server.answer(path, init);
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  });
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('conversation', () => {
  it('shows what is there, keeps the token and connects', async () => {
    server.say('hello');
    const c = await open();
    expect(texts(c)).toEqual(['hello']);
    expect(new Box('t:', localStorage).get('token')).toBe('tok-1');
    expect(Wire.last().url).toMatch(/^ws.*\/connection\/buyer$/);
  });

  it('asks for what is new on every connect, whatever the socket says', async () => {
    const c = await open();
    Wire.last().accept();
    await settle();
    Wire.last().lose();
    server.say('said while the line was down');
    await vi.advanceTimersByTimeAsync(600);
    Wire.last().accept();
    await settle();
    expect(texts(c)).toEqual(['said while the line was down']);
    expect(server.asked.at(-1)).toBe('thread?since=0');
  });

  it('follows hints, and heads when a hint was lost', async () => {
    const c = await open();
    Wire.last().accept();
    await settle();
    server.say('hinted');
    Wire.last().push({ kind: 'conversation', id: '7', seq: 1 });
    await settle();
    expect(texts(c)).toEqual(['hinted']);
    server.say('lost hint');
    Wire.last().onmessage!({ data: '{"id":9,"rpc":{"data":{"heads":{"conv:7":2}}}}' });
    await settle();
    expect(texts(c)).toEqual(['hinted', 'lost hint']);
    const before = asked('thread');
    Wire.last().onmessage!({ data: '{"id":10,"rpc":{"data":{"heads":{"conv:7":2}}}}' });
    await settle();
    expect(asked('thread')).toBe(before);
  });

  it('works by asking every four seconds while no socket can be had', async () => {
    const c = await open();
    Wire.last().lose();
    server.say('polled');
    await vi.advanceTimersByTimeAsync(4_500);
    expect(texts(c)).toEqual(['polled']);
    expect(c.reconnecting).toBe(false);
  });

  it('tells when the line is down and when it is back, and sends what was written meanwhile', async () => {
    const c = await open();
    Wire.last().accept();
    await settle();
    server.up = false;
    Wire.last().lose();
    c.send('written offline', []);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(c.reconnecting).toBe(true);
    expect(c.waiting.map((e) => e.text)).toEqual(['written offline']);
    server.up = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(c.reconnecting).toBe(false);
    expect(c.waiting).toEqual([]);
    expect(texts(c)).toEqual(['written offline']);
    expect(new Set(server.keys).size).toBe(1);
  });

  it('takes a new token when the old one is refused, and the message still arrives', async () => {
    const c = await open();
    await vi.advanceTimersByTimeAsync(20_000);
    server.token = 'tok-2';
    c.send('still here', []);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(texts(c)).toEqual(['still here']);
    expect(c.api.token).toBe('tok-2');
  });

  it('counts and forgets unread messages over a reload', async () => {
    server.say('one');
    server.say('two');
    const c = await open();
    expect(c.unread).toBe(2);
    c.markRead();
    await settle();
    expect(asked('read')).toBe(1);
    expect((await open()).unread).toBe(0);
  });

  it('reads the thread anew when the links to its files have grown old', async () => {
    server.say('with a picture');
    const c = await open();
    Wire.last().accept();
    await settle();
    server.asked = [];
    await vi.advanceTimersByTimeAsync(59 * 60_000);
    expect(asked('thread?since=0')).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    c.wake();
    await settle();
    expect(asked('thread?since=0')).toBe(1);
    expect(texts(c)).toEqual(['with a picture']);
  });

  it('goes on in another conversation when the shop merges them, with what was said before', async () => {
    server.say('mine');
    const c = await open();
    Wire.last().accept();
    await settle();
    const sockets = Wire.made.length;
    Object.assign(server, { talk: '8', earlier: server.messages.map((m) => ({ ...m, id: 'before' })), messages: [], head: 0 });
    server.say('said in the other one');
    Wire.last().push({ kind: 'conversation', id: '7', seq: 1 });
    await settle();
    await settle();
    expect(c.session?.conversation_id).toBe('8');
    expect(texts(c)).toEqual(['said in the other one']);
    expect(c.thread.earlier.map((m) => m.text)).toEqual(['mine']);
    expect(Wire.made.length).toBe(sockets + 1);
    server.say('and later');
    Wire.last().push({ kind: 'conversation', id: '8', seq: 2 });
    await settle();
    expect(c.thread.earlier.map((m) => m.text)).toEqual(['mine']);
  });

  it('shows what was said elsewhere when that is merged into this one, and no more when it is undone', async () => {
    server.say('mine');
    const c = await open();
    Wire.last().accept();
    await settle();
    server.earlier = [{ ...server.messages[0]!, id: 'other', seq: 1, text: 'on the phone' }];
    Wire.last().push({ kind: 'conversation', id: '7', seq: 1 });
    await settle();
    expect(c.thread.earlier.map((m) => m.text)).toEqual(['on the phone']);
    expect(texts(c)).toEqual(['mine']);
    server.earlier = [];
    Wire.last().push({ kind: 'conversation', id: '7', seq: 1 });
    await settle();
    expect(c.thread.earlier).toEqual([]);
    const asked = server.asked.length;
    Wire.last().push({ kind: 'conversation', id: '7', seq: 1 });
    await settle();
    expect(server.asked.length).toBe(asked + 1);
  });

  it('keeps trying when the server cannot be reached at first', async () => {
    server.up = false;
    const c = await open();
    expect(c.reconnecting).toBe(true);
    server.up = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(c.session?.shop.name).toBe('Shop');
    expect(c.reconnecting).toBe(false);
  });

  it('shows that the shop is writing until its words come, and asks for nothing meanwhile', async () => {
    const c = await open();
    Wire.last().accept();
    await settle();
    const before = asked('thread');
    Wire.last().push({ kind: 'typing', id: '7', name: 'An' });
    await settle();
    expect(c.typing.who).toEqual({ name: 'An' });
    expect(asked('thread')).toBe(before);
    server.say('here I am');
    Wire.last().push({ seq: 1 });
    await settle();
    expect(c.typing.who).toBeNull();
  });

  it('tells that the buyer is writing', async () => {
    const c = await open();
    c.wrote('a');
    c.wrote('ab');
    await settle();
    expect(asked('typing')).toBe(1);
    c.send('ab', []);
    c.wrote('');
    await settle();
    expect(asked('typing')).toBe(1);
  });
});
