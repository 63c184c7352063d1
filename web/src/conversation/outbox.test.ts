import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Outbox } from './outbox';

const name = 'anxin.outbox.u.c';
const answers: { status: number; body: unknown }[] = [];
const sent: { key: string | null; body: unknown }[] = [];

beforeEach(() => {
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push({ key: request.headers.get('Idempotency-Key'), body: await request.json() });
    const answer = answers.shift();
    if (!answer) throw new TypeError('network');
    return Response.json(answer.body, { status: answer.status });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  answers.length = 0;
  sent.length = 0;
});

const make = () => new Outbox(name, 'c', new QueryClient());
const settled = (outbox: Outbox, state: string) => vi.waitFor(() => {
  if ((outbox.list()[0]?.state ?? 'gone') !== state) throw new Error('not yet');
});

it('keeps a message that failed, and sends it again with the same key', async () => {
  const outbox = make();
  outbox.add('hello', []);
  await settled(outbox, 'failed');
  answers.push({ status: 200, body: { seq: 1, key: outbox.list()[0]!.key } });
  outbox.retry(outbox.list()[0]!.key);
  await settled(outbox, 'gone');
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  expect(localStorage.getItem(name)).toBeNull();
});

it('shows the sentence of the server', async () => {
  answers.push({ status: 422, body: { status: 422, detail: 'Too long.' } });
  const outbox = make();
  outbox.add('hello', []);
  await settled(outbox, 'failed');
  expect(outbox.list()[0]!.problem).toBe('Too long.');
});

it('finds after a reload what was not confirmed', async () => {
  const outbox = make();
  outbox.add('hello', []);
  await settled(outbox, 'failed');
  expect(make().list()).toMatchObject([{ text: 'hello', state: 'failed', key: outbox.list()[0]!.key }]);
});
