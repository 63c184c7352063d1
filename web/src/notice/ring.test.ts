import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Notice } from '../api/wire';
import { choose, claim, news, useRinging, useWaitingRing } from './ring';

const notice = (id: string, read = false) => ({ id, kind: 'note.mention', args: {}, ref: {}, at: '2026-11-23T01:00:00Z', read }) as unknown as Notice;
const shown = vi.fn();

class Shown {
  static permission = 'granted';
  onclick: (() => void) | null = null;
  constructor(title: string, options: NotificationOptions) {
    shown(title, options.tag);
  }
}

const look = (state: DocumentVisibilityState) => vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);

beforeEach(() => {
  localStorage.clear();
  shown.mockReset();
  vi.stubGlobal('Notification', Shown);
  choose({ sound: false, desktop: true });
  look('hidden');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('takes what came later and is unread', () => {
  expect(news([notice('3'), notice('2', true), notice('1')], '1').map(({ id }) => id)).toEqual(['3']);
});

it('lets one of several tabs ring', () => {
  expect([claim('notice', '2'), claim('notice', '2'), claim('notice', '1'), claim('notice', '3'), claim('waiting', '1')]).toEqual([true, false, false, true, true]);
});

it('is silent about what was there, and rings once for what comes', () => {
  const open = vi.fn();
  const { rerender } = renderHook(({ list }) => useRinging(list, 'UTC', open), { initialProps: { list: [notice('1')] as Notice[] | undefined } });
  expect(shown).not.toHaveBeenCalled();
  rerender({ list: [notice('2'), notice('1')] });
  rerender({ list: [notice('2'), notice('1')] });
  expect(shown).toHaveBeenCalledExactlyOnceWith(expect.any(String), '2');
});

it('shows nothing to who looks at the page, or did not ask for it', () => {
  const { rerender } = renderHook(({ list }) => useRinging(list, 'UTC', vi.fn()), { initialProps: { list: [] as Notice[] } });
  look('visible');
  rerender({ list: [notice('5')] });
  look('hidden');
  choose({ desktop: false });
  rerender({ list: [notice('6'), notice('5')] });
  expect(shown).not.toHaveBeenCalled();
});

it('rings for a buyer who begins to wait, not for one who was answered', () => {
  const { rerender } = renderHook(({ n }) => useWaitingRing(n, 'wait'), { initialProps: { n: 2 } });
  rerender({ n: 1 });
  expect(shown).not.toHaveBeenCalled();
  rerender({ n: 2 });
  expect(shown).toHaveBeenCalledExactlyOnceWith('wait', 'waiting');
});
