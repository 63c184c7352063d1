// @vitest-environment node
import { expect, it } from 'vitest';
import { ProblemError } from '../api/problem';
import type { OutboundPhoto } from '../api/wire';
import type { Chosen } from './files';
import { Sender, type Line } from './sender';

const chosen = (name: string): Chosen => ({ name, folder: '', size: 10, read: () => Promise.resolve(new Blob([name])) });

/** Resolves when nothing is on its way any more. */
function settled(sender: Sender): Promise<string> {
  return new Promise((resolve) => {
    const look = () => {
      const { rows } = sender.now();
      if (rows.every(({ fate }) => fate !== 'queued' && fate !== 'sending')) resolve(rows.map(({ name, fate, why }) => `${name} ${fate}${why ? ` ${why}` : ''}`).join(', '));
    };
    sender.watch(look);
    look();
  });
}

it('goes on after a broken line, sends nothing that is there, and keeps what was refused apart', async () => {
  const log: string[] = [];
  let broken = 2;
  const line: Line = {
    known: (_, { name }) => Promise.resolve(name === 'there' ? ({ state: 'matched' } as OutboundPhoto) : null),
    send: (_, { name }) => {
      log.push(name);
      if (name === 'b' && broken-- > 0) return Promise.reject(new ProblemError({ status: 0, code: 'offline' }, 'no line'));
      if (name === 'wrong') return Promise.reject(new ProblemError({ status: 415, code: 'blob.heic' }, 'no HEIC'));
      return Promise.resolve({ photo: { state: name === 'a' ? 'matched' : 'waiting' } as OutboundPhoto, fresh: name !== 'same' });
    },
    pause: (tries) => (log.push(`pause ${tries}`), Promise.resolve()),
  };
  const sender = new Sender(line);
  sender.add([chosen('a'), chosen('b'), chosen('there'), chosen('wrong'), chosen('same'), { ...chosen('x.txt'), trouble: 'no_photo' }]);
  expect(await settled(sender)).toBe('a matched, b waiting, there same, wrong refused no HEIC, same same, x.txt refused');
  expect(log.filter((each) => each === 'b')).toHaveLength(3);
  expect(log).toContain('pause 2');
  expect(sender.now().held).toBe(false);
  sender.resume();
  expect(await settled(sender)).toContain('wrong refused');
  expect(log.filter((each) => each === 'wrong')).toHaveLength(2);
  expect(log.filter((each) => each === 'a')).toHaveLength(1);
});

it('stops, and goes on where it was', async () => {
  const line: Line = {
    known: () => Promise.resolve(null),
    send: (_, __, ___, signal) => new Promise((resolve, reject) => {
      if (sent++ > 1) return resolve({ photo: { state: 'matched' } as OutboundPhoto, fresh: true });
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }),
    pause: () => Promise.resolve(),
  };
  let sent = 0;
  const sender = new Sender(line);
  sender.add([chosen('a'), chosen('b'), chosen('c')]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  sender.halt();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(sender.now().rows.map(({ fate }) => fate)).toEqual(['queued', 'queued', 'queued']);
  sender.resume();
  expect(await settled(sender)).toBe('a matched, b matched, c matched');
});
