import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PlaybookGuide } from '../api/wire';
import type { Parting } from '../complaint/ask';
import { threadQuery } from '../conversation/api';
import { change, guideQuery } from './api';
import { keys } from './keys';

/** Whether the buyer of a conversation writes English, by what they wrote last. */
export function useEnglish(conversation: string): boolean {
  const { data } = useQuery(threadQuery(useQueryClient(), conversation));
  const last = data?.messages.findLast((each) => each.sender.kind === 'buyer' && /\p{L}/u.test(each.text));
  return last !== undefined && !/\p{Script=Han}/u.test(last.text);
}

/** The tips that the buyer has not been told yet, in their language. */
export function useTips(conversation: string, guide: PlaybookGuide | undefined): string[] {
  const english = useEnglish(conversation);
  const { data } = useQuery(threadQuery(useQueryClient(), conversation));
  if (!guide || guide.tip_given) return [];
  const told = (words: string) => data?.messages.some((each) => each.sender.kind !== 'buyer' && !each.internal && each.text.includes(words));
  return guide.tips.map(({ zh, en }) => (english ? en || zh : zh || en)).filter((each) => !told(each));
}

/** What goes along with the closing words of the open case: tips, each once. */
export function useParting(conversation: string): Parting | undefined {
  const cache = useQueryClient();
  const { data: guide } = useQuery(guideQuery(conversation));
  const tips = useTips(conversation, guide);
  if (!guide || tips.length === 0) return undefined;
  const onSent = () => {
    // The run may have moved on while the words were written.
    const { run } = cache.getQueryData<PlaybookGuide>(keys.guide(conversation)) ?? guide;
    const told = run ? Promise.resolve(change(run, { steps: [{ id: 'tip', state: 'done' }] })) : Promise.resolve();
    void told.catch(() => undefined).then(() => cache.invalidateQueries({ queryKey: keys.guide(conversation) }));
  };
  return { caseId: guide.case_id, tips, onSent };
}
