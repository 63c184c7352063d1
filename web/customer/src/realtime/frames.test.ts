import { describe, expect, it } from 'vitest';
import { backoff, decode, isFinal } from './frames';

describe('decode', () => {
  it('reads every line of a frame', () => {
    const frame = [
      '{"id":1,"connect":{"client":"c","version":"v","ping":25,"pong":true,"subs":{"conv:1":{}}}}',
      '{"push":{"channel":"conv:1","pub":{"data":{"kind":"conversation","seq":4}}}}',
      '{}',
      '{"id":2,"rpc":{"data":{"heads":{"conv:1":4}}}}',
      '',
    ].join('\n');
    expect(decode(frame)).toEqual([
      { kind: 'connected', pingSeconds: 25 },
      { kind: 'publication', channel: 'conv:1', data: { kind: 'conversation', seq: 4 } },
      { kind: 'ping' },
      { kind: 'reply', id: 2, data: { heads: { 'conv:1': 4 } } },
    ]);
  });

  it('reads disconnects and errors', () => {
    expect(decode('{"push":{"disconnect":{"code":3500,"reason":"x"}}}')).toEqual([{ kind: 'disconnect', code: 3500 }]);
    expect(decode('{"id":1,"error":{"code":109,"message":"token expired"}}')).toEqual([{ kind: 'error', id: 1, code: 109 }]);
  });

  it('survives broken lines and messages it does not know', () => {
    expect(decode('nonsense\n{"push":{"channel":"conv:1","join":{}}}\n{}')).toEqual([{ kind: 'ping' }]);
  });
});

describe('reconnecting', () => {
  it('waits longer each time, within bounds, never in step with others', () => {
    expect(backoff(0, 0)).toBe(250);
    expect(backoff(0, 1)).toBe(500);
    expect(backoff(3, 1)).toBe(4000);
    expect(backoff(50, 1)).toBe(20_000);
    expect(backoff(50, 0)).toBe(10_000);
  });

  it('knows the codes that mean a refused token', () => {
    expect([3000, 3499, 3500, 3999, 4000, 4500, 4999, 1006].filter(isFinal)).toEqual([3500, 3999, 4500, 4999]);
  });
});
