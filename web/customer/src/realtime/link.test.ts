import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from './link';
import { Wire } from './wire.fixture';

const log: string[] = [];
let link: Link;
const last = Wire.last;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Wire);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  Wire.made = [];
  log.length = 0;
  link = new Link({
    url: 'ws://shop/connection/buyer',
    token: () => 'secret',
    topic: () => 'conv:7',
    onUp: () => log.push('up'),
    onDown: () => log.push('down'),
    onHint: (data) => log.push(`hint ${JSON.stringify(data)}`),
    onHead: (head) => log.push(`head ${head}`),
    onRefused: () => log.push('refused'),
  });
});

afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('link', () => {
  it('connects with the token, answers pings and passes hints on', () => {
    last().accept();
    last().onmessage!({ data: '{}\n{"push":{"channel":"conv:7","pub":{"data":{"seq":3}}}}' });
    expect(JSON.parse(last().sent[0]!)).toEqual({ id: 1, connect: { token: 'secret', name: 'widget' } });
    expect(last().sent[1]).toBe('{}');
    expect(log).toEqual(['up', 'hint {"seq":3}']);
  });

  it('asks for heads about every ten seconds', () => {
    last().accept();
    vi.advanceTimersByTime(10_000);
    expect(JSON.parse(last().sent[1]!)).toEqual({ id: 2, rpc: { method: 'heads', data: { topics: ['conv:7'] } } });
    last().onmessage!({ data: '{"id":2,"rpc":{"data":{"heads":{"conv:7":12}}}}' });
    expect(log).toEqual(['up', 'head 12']);
  });

  it('comes back after a loss, slower each time, and reports every connect', () => {
    last().accept();
    last().onclose!({ code: 1006 });
    expect(log).toEqual(['up', 'down']);
    vi.advanceTimersByTime(375);
    expect(Wire.made).toHaveLength(2);
    last().onclose!({ code: 1006 });
    vi.advanceTimersByTime(749);
    expect(Wire.made).toHaveLength(2);
    vi.advanceTimersByTime(1);
    last().accept();
    expect(log).toEqual(['up', 'down', 'down', 'up']);
  });

  it('takes silence for a dead line', () => {
    last().accept();
    const first = last();
    vi.advanceTimersByTime(36_000);
    expect(first.readyState).toBe(3);
    expect(log.filter((line) => line === 'down')).toHaveLength(1);
  });

  it('tries at once when the network is back', () => {
    last().onclose!({ code: 1006 });
    dispatchEvent(new Event('online'));
    expect(Wire.made).toHaveLength(2);
    vi.advanceTimersByTime(5_000);
    expect(Wire.made).toHaveLength(2);
  });

  it('reports a refused token and keeps trying', () => {
    last().onopen!();
    last().onmessage!({ data: '{"push":{"disconnect":{"code":3500,"reason":"invalid token"}}}' });
    expect(log).toEqual(['refused', 'down']);
    vi.advanceTimersByTime(500);
    expect(Wire.made).toHaveLength(2);
  });

  it('stays silent after close', () => {
    last().accept();
    link.close();
    dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(60_000);
    expect(Wire.made).toHaveLength(1);
  });
});
