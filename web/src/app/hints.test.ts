import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Freshener, touchedBy } from './hints';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('knows what each hint makes old', () => {
  expect(touchedBy({ kind: 'conversation', id: '7' })).toEqual([['queue'], ['conversation', '7'], ['thread', '7'], ['mergings', '7'], ['assignment'], ['playbooks', 'guide', '7']]);
  expect(touchedBy({ kind: 'case', id: '3', conversation_id: '7' })).toEqual([['queue'], ['case'], ['customers'], ['wall'], ['conversation', '7'], ['playbooks', 'guide', '7']]);
  expect(touchedBy({ kind: 'bulk', id: '9' })).toEqual([['bulk', '9'], ['wall']]);
  expect(touchedBy({ kind: 'customer', id: '4' })).toEqual([['customers']]);
  expect(touchedBy({ kind: 'notice' })).toEqual([['notices']]);
  expect(touchedBy({ kind: 'something new' })).toEqual([]);
});

it('refetches at the first hint and once more after a burst', () => {
  const cache = new QueryClient();
  const refetched = vi.spyOn(cache, 'invalidateQueries');
  const freshener = new Freshener(cache);
  for (let n = 0; n < 50; n++) freshener.touch(['queue']);
  expect(refetched).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(2_000);
  expect(refetched).toHaveBeenCalledTimes(2);
});
