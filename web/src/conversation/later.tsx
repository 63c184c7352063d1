import { ClockCircleOutlined, PauseCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Later } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { now } from '../ui/clock';
import { sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { cancelLater, keys, laterQuery, sendLaterNow } from './api';
import { EditLater } from './later_dialog';

/** What is to be sent later, above where the next answer is written. */
export function LaterList({ id, zone }: { id: string; zone: string }) {
  const t = useT();
  const { data } = useQuery(laterQuery(id));
  if (!data || data.items.length === 0) return null;
  return (
    <ul className="laters" aria-label={t('later.list')}>
      {data.items.map((each) => <Row key={each.id} later={each} conversation={id} zone={zone} />)}
    </ul>
  );
}

function Row({ later, conversation, zone }: { later: Later; conversation: string; zone: string }) {
  const t = useT();
  const me = useMe();
  const paused = later.state === 'paused';
  const when = dayTime(Date.parse(later.send_at), now(), zone);
  return (
    <li className={paused ? 'later later-paused' : 'later'}>
      {paused ? <PauseCircleOutlined /> : <ClockCircleOutlined />}
      <span className="later-what">
        <b>{paused ? t(`later.paused.${later.reason || 'buyer_wrote'}`) : t('later.at', { time: when })}</b>
        {later.author.id !== me.id && <em>{later.author.name}</em>}
        <span>{later.text || t('later.files', { n: later.files })}</span>
      </span>
      {later.author.id === me.id && <Acts later={later} conversation={conversation} zone={zone} />}
    </li>
  );
}

function Acts({ later, conversation, zone }: { later: Later; conversation: string; zone: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [editing, setEditing] = useState(false);
  const refresh = () => Promise.all([
    cache.invalidateQueries({ queryKey: keys.later(conversation) }),
    cache.invalidateQueries({ queryKey: keys.thread(conversation) }),
  ]);
  const act = useMutation({
    mutationFn: (how: typeof cancelLater) => how(later),
    onError: (error) => message.error(sentence(error)),
    onSettled: refresh,
  });
  return (
    <span className="later-acts">
      <Button size="small" type="link" disabled={act.isPending} onClick={() => act.mutate(sendLaterNow)}>{t('later.now')}</Button>
      <Button size="small" type="link" disabled={act.isPending} onClick={() => setEditing(true)}>{t('act.edit')}</Button>
      <Popconfirm title={t('later.cancel_ask')} okText={t('later.cancel_ok')} cancelText={t('later.keep')} onConfirm={() => act.mutate(cancelLater)}>
        <Button size="small" type="link" disabled={act.isPending}>{t('act.cancel')}</Button>
      </Popconfirm>
      {editing && <EditLater later={later} zone={zone} onClose={() => setEditing(false)} onChanged={refresh} />}
    </span>
  );
}
