import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { isConflict } from '../api/problem';
import type { CaseFacts, ConversationDetail, PlaybookGuide, PlaybookRun } from '../api/wire';
import { openCase, useCaseChanged } from '../complaint/api';
import { sentence } from '../ui/states';
import { change, dismiss, start, type Begin, type Change } from './api';
import { keys } from './keys';

const nothing: CaseFacts = { scenario: '', severity: 'normal', demands: [], order_no: '', summary: '' };

/** Begins a playbook; where there is no case yet, one is opened with what was heard. */
export function useBegin(detail: ConversationDetail, guide: PlaybookGuide, begin: CaseFacts | undefined, scenario = '') {
  const cache = useQueryClient();
  const changed = useCaseChanged(detail.conversation.id);
  const [key] = useState(newKey); // the same for every attempt
  return useMutation({
    mutationFn: async (what: Begin) => {
      const id = guide.case_id || (await openCase(detail.conversation.id, { ...nothing, ...begin, scenario: begin?.scenario || scenario || what.name }, key)).id;
      return start(id, `${key}-${what.name}`.slice(0, 100), what);
    },
    onSettled: async () => {
      if (!guide.case_id) await changed();
      await cache.invalidateQueries({ queryKey: keys.guide(detail.conversation.id) });
    },
  });
}

export function useDismiss(conversation: string) {
  const cache = useQueryClient();
  return useMutation({ mutationFn: (name: string) => dismiss(conversation, name), onSettled: () => cache.invalidateQueries({ queryKey: keys.guide(conversation) }) });
}

/** Takes down what happened in a run. Whoever was overtaken sees the newer state and is told. */
export function useChange(conversation: string, run: PlaybookRun) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (what: Change) => change(run, what),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.guide(conversation) }),
    onError: (error) => void (isConflict(error) ? message.info(sentence(error)) : message.error(sentence(error))),
  });
}
