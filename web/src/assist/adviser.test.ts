import { afterEach, expect, it, vi } from 'vitest';
import type { Advice, Finding } from '../api/wire';
import { Adviser } from './adviser';

vi.mock('./api', () => ({ advise: vi.fn(), react: vi.fn() }));

afterEach(() => void vi.useRealTimers());

// A server whose answers are given by hand.
function server() {
  const asked: { text: string; answer(findings?: Partial<Finding>[]): Promise<void>; refuse(): Promise<void> }[] = [];
  const ask = (_: string, text: string) =>
    new Promise<Advice>((done, fail) => {
      const flush = () => new Promise<void>((next) => setTimeout(next));
      asked.push({
        text,
        answer: (findings = []) => (done({ findings: findings as Finding[], commitments: [], case_id: null }), flush()),
        refuse: () => (fail(new Error('away')), flush()),
      });
    });
  return { asked, ask };
}

it('asks one question at a time, and then about the newest words', async () => {
  const { asked, ask } = server();
  const adviser = new Adviser('c', ask);
  for (const text of ['您', '您好', '您好呀']) adviser.see(text);
  expect(asked.map(({ text }) => text)).toEqual(['您']);
  await asked[0]!.answer();
  expect(asked.map(({ text }) => text)).toEqual(['您', '您好呀']);
  await asked[1]!.answer();
  expect(adviser.get().text).toBe('您好呀');
  adviser.see('');
  expect(asked).toHaveLength(2);
});

it('goes on after a refusal with the next key', async () => {
  const { asked, ask } = server();
  const adviser = new Adviser('c', ask);
  adviser.see('您');
  await asked[0]!.refuse();
  adviser.see('您好');
  expect(asked.map(({ text }) => text)).toEqual(['您', '您好']);
});

it('lets a message go when the answer is late', async () => {
  vi.useFakeTimers();
  const { ask } = server();
  const known = new Adviser('c', ask).of('您好');
  await vi.advanceTimersByTimeAsync(600);
  expect(await known).toBeNull();
});

it('does not bring back what was waved away, but never waves away what stops a message', async () => {
  const { asked, ask } = server();
  const adviser = new Adviser('c', ask);
  const mild = { rule: 'a', text: '尽快', level: 'warning' } as Finding;
  const grave = { rule: 'b', text: '加微信', level: 'block' } as Finding;
  adviser.see('一');
  await asked[0]!.answer([mild, grave]);
  adviser.respond(mild, 'ignored');
  adviser.respond(grave, 'ignored');
  expect(adviser.get().advice.findings).toEqual([grave]);
  adviser.see('二');
  await asked[1]!.answer([mild]);
  expect(adviser.get().advice.findings).toEqual([]);
  adviser.begin();
  adviser.see('三');
  await asked[2]!.answer([mild]);
  expect(adviser.get().advice.findings).toEqual([mild]);
});
