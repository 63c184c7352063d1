import { ClockCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Conversation, TransferDraft } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { keys } from './api';
import { assign, snooze, unsnooze } from './queue_api';
import { SnoozeMenu } from './snooze';

const TransferDialog = lazy(() => import('./transfer'));

/** Changes a conversation, and shows how it is afterwards, also when that was refused. */
function useChange<Input>(id: string, change: (input: Input) => Promise<Conversation>, done: string) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: change,
    onSuccess: () => void message.success(done),
    onSettled: () => Promise.all([keys.detail(id), keys.thread(id), keys.queues].map((queryKey) => cache.invalidateQueries({ queryKey }))),
  });
}

/** Hand it over, put it off. */
export function ThreadActions({ conversation }: { conversation: Conversation }) {
  const me = useMe();
  const shop = conversation.shop.id;
  return (
    <>
      {mayIn(me, shop, 'conversation.assign') && <Transfer conversation={conversation} />}
      {mayIn(me, shop, 'conversation.reply') && <Later conversation={conversation} />}
    </>
  );
}

function Transfer({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const transfer = useChange(conversation.id, (draft: TransferDraft) => assign(conversation, draft), t('transfer.done'));
  const close = () => {
    setOpen(false);
    transfer.reset();
  };
  return (
    <>
      <Tooltip title={t('transfer.hand_over')}>
        <Button icon={<SwapOutlined />} aria-label={t('transfer.hand_over')} onClick={() => setOpen(true)} />
      </Tooltip>
      {open && (
        <Suspense>
          <TransferDialog
            shop={conversation.shop.id} besides={[me.id, conversation.assignee?.id ?? '']} busy={transfer.isPending} error={transfer.error}
            onOk={(draft) => transfer.mutate(draft, { onSuccess: close })} onClose={close}
          />
        </Suspense>
      )}
    </>
  );
}

function Later({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const { message } = App.useApp();
  const later = useChange(conversation.id, (until: number) => snooze(conversation, until), t('snooze.done'));
  const choose = (until: number) => later.mutate(until, { onError: (error) => void message.error(sentence(error)) });
  return (
    <SnoozeMenu zone={conversation.shop.zone} onChoose={choose}>
      <Button icon={<ClockCircleOutlined />} aria-label={t('snooze.later')} title={t('snooze.later')} loading={later.isPending} />
    </SnoozeMenu>
  );
}

/** Says until when it is put off, and brings it back. */
export function SnoozedBar({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const at = useNow();
  const me = useMe();
  const { message } = App.useApp();
  const back = useChange(conversation.id, () => unsnooze(conversation), t('snooze.back_done'));
  if (!conversation.snoozed_until) return null;
  const time = dayTime(Date.parse(conversation.snoozed_until), at, conversation.shop.zone);
  const may = mayIn(me, conversation.shop.id, 'conversation.reply');
  return (
    <div className="snoozed-bar" role="status">
      <ClockCircleOutlined /><span>{t('snooze.is', { time })}</span>
      {may && (
        <Button type="link" size="small" loading={back.isPending} onClick={() => back.mutate(undefined, { onError: (error) => void message.error(sentence(error)) })}>
          {t('snooze.back')}
        </Button>
      )}
    </div>
  );
}
