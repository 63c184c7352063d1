import { expect, test } from 'vitest';
import type { PastePreview } from '../api/wire';
import { blocks, isClear, wasPasted } from './pasting';

const message = (text: string) => ({ side: 'buyer' as const, name: 'a', text, at: null, orders: [], new: true });

function preview(changed: Partial<PastePreview> = {}): PastePreview {
  return {
    tool: 'generic', nick: 'a', conversation_id: '', version: 0, stranger: '', added: 2,
    speakers: [{ name: 'a', side: 'buyer', sure: true, count: 2 }], messages: [message('x\ny'), message('z')],
    lines: [
      { text: 'a:', role: 'head', message: 0 }, { text: 'x', role: 'body', message: 0 },
      { text: '', role: 'blank', message: -1 }, { text: 'a: z', role: 'head', message: 1 },
    ],
    ...changed,
  };
}

test('unsure lines stand in the message they go on with, or by themselves', () => {
  const lines: PastePreview['lines'] = [
    { text: 'cut', role: 'unsure', message: -1 }, { text: 'a:', role: 'head', message: 0 },
    { text: 'y', role: 'unsure', message: 0 }, { text: 'read', role: 'noise', message: -1 }, { text: 'a: z', role: 'head', message: 1 },
  ];
  expect(blocks(preview({ lines })).map(({ key, unsure }) => [key, unsure.map((each) => each.line)])).toEqual([['l0', [0]], ['m0', [2]], ['m1', []]]);
});

test('what needs no look is clear', () => {
  expect(isClear(preview())).toBe(true);
  expect(isClear(preview({ nick: '' }))).toBe(false);
  expect(isClear(preview({ stranger: 'b' }))).toBe(false);
  expect(isClear(preview({ speakers: [{ name: 'a', side: 'buyer', sure: false, count: 2 }] }))).toBe(false);
  expect(isClear(preview({ messages: [], lines: [] }))).toBe(false);
  expect(isClear(preview({ lines: [{ text: 'cut', role: 'unsure', message: -1 }] }))).toBe(false);
});

test('keys tell pasted messages from those written here', () => {
  expect([wasPasted('paste-s-1-x'), wasPasted('0198-abc')]).toEqual([true, false]);
});
