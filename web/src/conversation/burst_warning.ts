import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Conversation } from '../api/wire';
import { now } from '../ui/clock';
import { keys } from './api';
import { interrupts } from './burst';
import { buyerTypingAt } from './live';
import type { Known } from './merge';

const shownFor = 6_000;

/** Says once in a turn of the buyer's that they are still writing, and lets the next press through. */
export function useBurstWarning({ id, channel, respond_by: respondBy }: Conversation) {
  const cache = useQueryClient();
  const warned = useRef(0);
  const [shown, setShown] = useState(false);
  const stops = (): boolean => {
    setShown(false);
    const turn = interrupts({
      channel, respondBy: respondBy ? Date.parse(respondBy) : null, now: now(),
      typing: buyerTypingAt(id, now()), messages: cache.getQueryData<Known>(keys.thread(id))?.messages ?? [],
    });
    if (turn === 0 || turn === warned.current) return false;
    warned.current = turn;
    setShown(true);
    setTimeout(() => setShown(false), shownFor);
    return true;
  };
  return { shown, stops };
}
