import { describe, expect, it } from 'vitest';
import type { Message } from '../api/wire';
import { interrupts, turnOf } from './burst';

const at = Date.parse('2026-11-23T02:00:00Z');

function message(seq: number, kind: 'buyer' | 'agent' | 'system', ago = 60_000, internal = false): Message {
  return {
    id: `m${seq}`, seq, sender: { kind, id: kind, name: '' }, kind: 'text', text: '', files: [], card: null, event: null,
    internal, key: `k${seq}`, at: new Date(at - ago).toISOString(), recalled_at: null,
  } as Message;
}

describe('turns', () => {
  it('begin after the last word of a human', () => {
    expect(turnOf([message(1, 'buyer'), message(2, 'agent'), message(3, 'buyer'), message(4, 'system'), message(5, 'buyer')])).toBe(3);
    expect(turnOf([message(1, 'buyer'), message(2, 'agent', 0, true), message(3, 'buyer')])).toBe(1);
    expect(turnOf([message(1, 'agent')])).toBe(0);
    expect(turnOf([])).toBe(0);
  });
});

describe('interrupting', () => {
  const moment = { channel: 'webchat', respondBy: at + 120_000, messages: [message(1, 'buyer', 3_000)], typing: false, now: at };

  it('is noticed while the buyer writes, or has just written', () => {
    expect(interrupts(moment)).toBe(1);
    expect(interrupts({ ...moment, messages: [message(1, 'buyer', 9_000)] })).toBe(0);
    expect(interrupts({ ...moment, messages: [message(1, 'buyer', 9_000)], typing: true })).toBe(1);
    expect(interrupts({ ...moment, messages: [message(1, 'buyer', 9_000), message(2, 'agent')] })).toBe(0);
    expect(interrupts({ ...moment, messages: [message(1, 'buyer', 9_000), message(2, 'agent')], typing: true })).toBe(3);
  });

  it('is of no importance in the last minute, and elsewhere', () => {
    expect(interrupts({ ...moment, respondBy: at + 59_000 })).toBe(0);
    expect(interrupts({ ...moment, respondBy: at - 1 })).toBe(0);
    expect(interrupts({ ...moment, respondBy: null })).toBe(1);
    expect(interrupts({ ...moment, channel: 'taobao' })).toBe(0);
  });
});
