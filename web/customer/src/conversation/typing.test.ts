import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Typing } from './typing';

const tell = vi.fn(async () => undefined);
const changed = vi.fn();
const fresh = () => new Typing({ tell, changed });

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => void vi.useRealTimers());

describe('typing', () => {
  it('is told at the first key and then every three seconds, not at every key', () => {
    const typing = fresh();
    for (const text of ['我', '我的', '我的杯']) typing.wrote(text);
    expect(tell).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(3_000);
    typing.wrote('我的杯子');
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it('is not told of an emptied field', () => {
    fresh().wrote('  ');
    expect(tell).not.toHaveBeenCalled();
  });

  it('begins anew after the words were sent', () => {
    const typing = fresh();
    typing.wrote('在吗');
    typing.sent();
    typing.wrote('杯');
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it('survives a line that is down', async () => {
    tell.mockRejectedValueOnce(new Error('no line'));
    fresh().wrote('在吗');
    await vi.advanceTimersByTimeAsync(0);
  });

  it('forgets the shop after six seconds, and at once when its words come', () => {
    const typing = fresh();
    typing.heard('陈思远');
    expect(typing.who).toEqual({ name: '陈思远' });
    vi.advanceTimersByTime(5_000);
    typing.heard('陈思远');
    vi.advanceTimersByTime(5_000);
    expect(typing.who).not.toBeNull();
    vi.advanceTimersByTime(1_000);
    expect(typing.who).toBeNull();
    typing.heard('陈思远');
    typing.ended();
    expect(typing.who).toBeNull();
    expect(changed).toHaveBeenCalledTimes(5);
  });
});
