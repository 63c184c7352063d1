import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../i18n';
import { Clock } from '../ui/clock';
import { Tracker } from './tracker';

await setLanguage('en');

const server = {
  asked: [] as string[],
  answer: (_path: string, _init: RequestInit): Promise<[number, unknown]> => Promise.resolve([200, {}]),
};

const progress = (number: string) => ({ number, now: '2026-01-01T00:00:00Z' });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  server.asked = [];
  server.answer = async (_path, init) => [200, progress(String(new Headers(init.headers).get('Authorization')))];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = url.replace('/api/progress/', '');
    server.asked.push(path);
    const [status, body] = await server.answer(path, init);
    return new Response(JSON.stringify(body), { status });
  });
});

describe('tracker', () => {
  it('shows the case of a link, and looks again from time to time', async () => {
    const tracker = new Tracker(new Clock());
    tracker.open('one');
    await settle();
    expect(tracker.progress?.number).toBe('Bearer one');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.asked).toEqual(['case', 'case']);
  });

  it('asks nothing without a link', async () => {
    const tracker = new Tracker(new Clock());
    tracker.open('');
    await tracker.look();
    expect([tracker.known, server.asked]).toEqual([false, []]);
  });

  it('says why a link does not work, and asks no more', async () => {
    server.answer = async () => [401, { detail: 'over' }];
    const tracker = new Tracker(new Clock());
    tracker.open('old');
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([tracker.refused, tracker.progress, server.asked.length]).toEqual(['over', null, 1]);
    server.answer = async () => [200, progress('new')];
    tracker.open('new');
    await settle();
    expect([tracker.refused, tracker.progress?.number]).toEqual(['', 'new']);
  });

  it('keeps what is shown while the line is down', async () => {
    const tracker = new Tracker(new Clock());
    tracker.open('one');
    await settle();
    server.answer = () => Promise.reject(new TypeError('no line'));
    await tracker.look();
    expect([tracker.away, tracker.progress?.number]).toEqual([true, 'Bearer one']);
  });

  it('lets no older answer undo a newer one', async () => {
    const tracker = new Tracker(new Clock());
    tracker.open('one');
    await settle();
    let slow: (answer: [number, unknown]) => void = () => undefined;
    server.answer = () => new Promise((resolve) => (slow = resolve));
    const looking = tracker.look();
    await settle();
    server.answer = async () => [200, progress('answered')];
    await tracker.answer(true, '');
    slow([200, progress('before')]);
    await looking;
    expect(tracker.progress?.number).toBe('answered');
  });

  it('looks again when an answer was overtaken', async () => {
    const tracker = new Tracker(new Clock());
    tracker.open('one');
    await settle();
    server.answer = async (path) => (path === 'case' ? [200, progress('changed')] : [409, { detail: 'too late' }]);
    await expect(tracker.reopen()).rejects.toThrow('too late');
    await settle();
    expect(tracker.progress?.number).toBe('changed');
  });
});
