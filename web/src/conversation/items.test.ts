import { expect, it } from 'vitest';
import type { Message } from '../api/wire';
import { items } from './items';

let seq = 0;

function message(at: string, who = 'b', kind: Message['kind'] = 'text'): Message {
  seq += 1;
  return {
    id: `${seq}`, seq, key: '', text: '', kind, files: [], card: null, event: null, internal: false,
    sender: { kind: who === 'b' ? 'buyer' : 'agent', id: who, name: who }, at,
  };
}

const shape = (messages: Message[], zone: string) =>
  items(messages, zone).map((item) => {
    const group = item.type === 'message' ? `${item.first ? '[' : '-'}${item.last ? ']' : '-'}` : 'event';
    return item.day === undefined ? group : `day ${group}`;
  });

it('groups one sender and starts anew after a pause, another sender or an event', () => {
  expect(shape([
    message('2026-11-23T01:00:00Z'),
    message('2026-11-23T01:01:00Z'),
    message('2026-11-23T01:10:00Z'),
    message('2026-11-23T01:10:10Z', 'a'),
    message('2026-11-23T01:10:20Z', 'a', 'event'),
    message('2026-11-23T01:10:30Z', 'a'),
  ], 'Asia/Shanghai')).toEqual(['day [-', '-]', '[]', '[]', 'event', '[]']);
});

it('parts days by the clock of the shop', () => {
  const messages = [message('2026-11-23T15:59:30Z'), message('2026-11-23T16:00:30Z')];
  expect(shape(messages, 'Asia/Shanghai')).toEqual(['day []', 'day []']);
  expect(shape(messages, 'UTC')).toEqual(['day [-', '-]']);
});
