import { useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PlaybookRun } from '../api/wire';
import { threadQuery } from '../conversation/api';
import { useMe } from '../identity/api';
import type { Change } from './api';

/** Steps whose words were put into the answer, by conversation: done once it is sent. */
const waiting = new Map<string, { step: string; after: number }>();

/** Remembers that the words of a step stand in the answer now. */
export function putWords(conversation: string, step: string, head: number): void {
  waiting.set(conversation, { step, after: head });
}

/** Marks a step as said, or as asked, once the answer that holds its words was sent. */
export function useSpoken(conversation: string, run: PlaybookRun, save: UseMutationResult<unknown, Error, Change>): void {
  const me = useMe();
  const { data } = useQuery(threadQuery(useQueryClient(), conversation));
  const { mutate, isPending } = save;
  useEffect(() => {
    const put = waiting.get(conversation);
    const step = run.steps.find((each) => each.id === put?.step);
    if (!put || !step || isPending) return;
    const sent = data?.messages.find((each) => each.seq > put.after && each.sender.kind === 'agent' && each.sender.id === me.id && !each.internal && each.text !== '');
    if (!sent) return;
    waiting.delete(conversation);
    const asks = step.kind === 'ask' || step.kind === 'evidence';
    if (step.state === 'open') mutate({ steps: [{ id: step.id, state: asks ? 'put' : 'done', seq: sent.seq }] });
  }, [conversation, data, isPending, me.id, mutate, run.steps]);
}
