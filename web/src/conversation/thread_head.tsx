import { UserAddOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import type { Conversation } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { WaitingClock } from '../ui/due';
import { sentence } from '../ui/states';
import { keys, takeOver } from './api';
import { ChannelTag } from './channel';
import { Others } from './presence';
import { ThreadActions } from './thread_actions';

/** Who writes, how long they wait and who answers. */
export function ThreadHead({ conversation, actions }: { conversation: Conversation; actions?: ReactNode }) {
  const t = useT();
  const { customer, assignee, waiting_since: since } = conversation;
  const me = useMe();
  const mine = assignee?.id === me.id;
  const gone = conversation.merged_into !== '';
  return (
    <header className="thread-head">
      <Avatar name={buyerName(customer)} id={customer.id} size={36} />
      <div className="thread-who">
        <div><b>{buyerName(customer)}</b><ChannelTag channel={conversation.channel} tool={conversation.pasted?.tool} /></div>
        <div className="thread-people">
          <em>{mine ? t('thread.mine') : assignee ? t('thread.assignee', { name: assignee.name }) : t('thread.nobody')}</em>
          <Others id={conversation.id} />
        </div>
      </div>
      <span className="grow" />
      {since && <div className="thread-clock"><span>{t('thread.waiting')}</span><WaitingClock since={since} /></div>}
      {!mine && !gone && mayIn(me, conversation.shop.id, 'conversation.assign') && <TakeOver conversation={conversation} />}
      {!gone && <ThreadActions conversation={conversation} />}
      {actions}
    </header>
  );
}

function TakeOver({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const refresh = () => Promise.all([
    cache.invalidateQueries({ queryKey: keys.detail(conversation.id) }),
    cache.invalidateQueries({ queryKey: keys.queues }),
  ]);
  const take = useMutation({
    mutationFn: () => takeOver(conversation),
    onSuccess: () => message.success(t('thread.taken')),
    onError: (error) => message.error(sentence(error)),
    onSettled: refresh,
  });
  return (
    <Button type={conversation.assignee ? 'default' : 'primary'} icon={<UserAddOutlined />} loading={take.isPending} onClick={() => take.mutate()}>
      {t('thread.take')}
    </Button>
  );
}
