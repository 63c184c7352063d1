import { describe, expect, it, vi } from 'vitest';
import { setLanguage } from '../i18n';
import { Refusal } from './api';
import { fit } from './photo';
import { Tray } from './tray';
import { limits, type SentFile } from './wire';

await setLanguage('en');

const sentFile = (id: string): SentFile => ({ id, name: id, media_type: 'application/pdf', size: 3, url: `/f/${id}`, thumb_url: null });
const pdf = (name: string, body = 'pdf') => new File([body], name, { type: 'application/pdf' });

// An upload line whose requests are finished by hand.
function line() {
  const open: { name: string; key: string; signal: AbortSignal; done: (f: SentFile) => void; fail: (e: Error) => void }[] = [];
  return {
    open,
    upload: (_: Blob, name: string, key: string, progress: (share: number) => void, signal: AbortSignal) =>
      new Promise<SentFile>((done, fail) => {
        progress(0.5);
        open.push({ name, key, signal, done, fail });
      }),
  };
}

describe('tray', () => {
  it('uploads two at a time and gives the files in the order they were chosen', async () => {
    const wire = line();
    const tray = new Tray(wire);
    tray.add([pdf('a'), pdf('b'), pdf('c')]);
    await vi.waitFor(() => expect(wire.open.map((u) => u.name)).toEqual(['a', 'b']));
    expect(tray.items.map((i) => i.state)).toEqual(['uploading', 'uploading', 'preparing']);
    wire.open[1]!.done(sentFile('b'));
    await vi.waitFor(() => expect(wire.open).toHaveLength(3));
    wire.open[2]!.done(sentFile('c'));
    wire.open[0]!.done(sentFile('a'));
    await vi.waitFor(() => expect(tray.busy).toBe(false));
    expect(tray.take().map((f) => f.id)).toEqual(['a', 'b', 'c']);
    expect(tray.items).toEqual([]);
  });

  it('frees the place of a removed upload and stops its request', async () => {
    const wire = line();
    const tray = new Tray(wire);
    tray.add([pdf('a'), pdf('b'), pdf('c')]);
    await vi.waitFor(() => expect(wire.open).toHaveLength(2));
    tray.remove(tray.items[0]!.id);
    expect(wire.open[0]!.signal.aborted).toBe(true);
    await vi.waitFor(() => expect(wire.open.map((u) => u.name)).toEqual(['a', 'b', 'c']));
    expect(tray.items.map((i) => i.name)).toEqual(['b', 'c']);
  });

  it('retries under the same key, by itself only what never reached the server', async () => {
    const wire = line();
    const tray = new Tray(wire);
    tray.add([pdf('a'), pdf('b')]);
    await vi.waitFor(() => expect(wire.open).toHaveLength(2));
    wire.open[0]!.fail(new Refusal(0, ''));
    wire.open[1]!.fail(new Refusal(415, 'no such type'));
    await vi.waitFor(() => expect(tray.items.map((i) => i.state)).toEqual(['failed', 'failed']));
    expect(tray.items[1]!.reason).toBe('no such type');
    tray.resume();
    await vi.waitFor(() => expect(wire.open).toHaveLength(3));
    expect(wire.open[2]).toMatchObject({ name: 'a', key: wire.open[0]!.key });
  });

  it('refuses empty, foreign and surplus files with a sentence', async () => {
    const tray = new Tray(line());
    tray.add([pdf('empty.pdf', ''), new File(['MZ'], 'tool.exe', { type: 'application/x-msdownload' })]);
    await vi.waitFor(() => expect(tray.items.every((i) => i.state === 'failed')).toBe(true));
    expect(tray.items.map((i) => i.reason)).toEqual([
      'empty.pdf: the file is empty. Please choose it again',
      'tool.exe: this format is not supported. Send photos, MP4 videos or PDF',
    ]);
    const full = new Tray(line());
    full.add(Array.from({ length: limits.files + 2 }, (_, i) => pdf(`${i}`)));
    expect(full.items).toHaveLength(limits.files);
    expect(full.notice).toContain('9');
  });
});

describe('fit', () => {
  it('brings the longest edge down and never enlarges', () => {
    expect(fit(8192, 4096, 4096)).toEqual([4096, 2048]);
    expect(fit(3000, 6000, 4096)).toEqual([2048, 4096]);
    expect(fit(640, 480, 4096)).toEqual([640, 480]);
    expect(fit(10_000, 1, 4096)).toEqual([4096, 1]);
  });
});
