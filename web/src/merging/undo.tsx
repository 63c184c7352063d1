import { UndoOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { Merging } from '../api/wire';
import { keys } from '../conversation/api';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { mergingsKey, undo } from './api';

/** Fetches what a merging changes anew: both conversations and the queue. */
export function refreshBoth(cache: QueryClient, ids: string[]): Promise<unknown> {
  const touched = ids.flatMap((id) => [keys.detail(id), keys.thread(id), keys.later(id), mergingsKey(id)]);
  return Promise.all([keys.queues, ...touched].map((queryKey) => cache.invalidateQueries({ queryKey })));
}

/** Takes a merging back with one tap; merging again is as easy. */
export function UndoButton({ merging }: { merging: Merging }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const back = useMutation({
    mutationFn: () => undo(merging),
    onSuccess: () => void message.success(t('merging.undone')),
    onError: (error) => void message.error(sentence(error)),
    onSettled: () => refreshBoth(cache, [merging.source_id, merging.target_id]),
  });
  return (
    <Button size="small" icon={<UndoOutlined />} loading={back.isPending} onClick={() => back.mutate()}>{t('merging.undo')}</Button>
  );
}
