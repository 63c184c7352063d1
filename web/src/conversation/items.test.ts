import { expect, it } from 'vitest';
import type { Message } from '../api/wire';
import { items } from './items';

let seq = 0;

function message(at: string, who = 'b', kind: Message['kind'] = 'text'): Message {
  seq += 1;
  return {
    id: `${seq}`, seq, key: '', text: '', kind, files: [], card: null, event: null, internal: false,
    sender: { kind: who === 'b' ? 'buyer' : 'agent', id: who, name: who }, at, recalled_at: null,
  };
}

const shape = (messages: Message[], zone: string) =>
  items(messages, zone).map((item) => {
    const group = item.type === 'message' ? `${item.first ? '[' : '-'}${item.last ? ']' : '-'}` : item.type;
    return item.day === undefined ? group : `day ${group}`;
  });

it('groups one sender and starts anew after a pause, another sender or an event', () => {
  expect(shape([
    message('2026-11-23T01:00:00Z'),
    message('2026-11-23T01:01:00Z'),
    message('2026-11-23T01:17:00Z'),
    message('2026-11-23T01:17:10Z', 'a'),
    message('2026-11-23T01:17:20Z', 'a', 'event'),
    message('2026-11-23T01:17:30Z', 'a'),
  ], 'Asia/Shanghai')).toEqual(['day [-', '-]', '[]', '[]', 'event', '[]']);
});

it('keeps the words of a buyer together as one turn, and those of an agent for three minutes', () => {
  const all = [message('2026-11-23T01:00:00Z'), message('2026-11-23T01:10:00Z'), message('2026-11-23T01:11:00Z', 'a'), message('2026-11-23T01:15:00Z', 'a')];
  expect(shape(all, 'UTC')).toEqual(['day [-', '-]', '[]', '[]']);
  expect(items(all, 'UTC').map((item) => item.type === 'message' && item.turn)).toEqual([true, true, false, false]);
});

it('shows that a message was taken back in its place, and not the line that tells so', () => {
  const taken = { ...message('2026-11-23T01:00:00Z', 'a'), recalled_at: '2026-11-23T01:01:00Z' };
  const line = { ...message('2026-11-23T01:01:00Z', 's', 'event'), event: { code: 'message.recalled', args: { seq: `${taken.seq}` } } };
  expect(shape([taken, line, message('2026-11-23T01:02:00Z', 'a')], 'UTC')).toEqual(['day recalled', '[]']);
});

it('parts days by the clock of the shop', () => {
  const messages = [message('2026-11-23T15:59:30Z'), message('2026-11-23T16:00:30Z')];
  expect(shape(messages, 'Asia/Shanghai')).toEqual(['day []', 'day []']);
  expect(shape(messages, 'UTC')).toEqual(['day [-', '-]']);
});
