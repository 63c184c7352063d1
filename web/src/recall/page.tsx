import { AlertOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Me } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { listQuery } from './api';
import { Detail } from './detail';
import { OpenDialog } from './open_dialog';
import './recall.css';
import './said';

interface Props {
  id?: string;
  /** The shops of the reader. */
  shops: { id: string; name: string; zone: string }[];
  onRecall(id?: string): void;
  onConversation(id: string): void;
}

/** All recalls, and how far one of them is. */
export function RecallsPage({ id, shops, onRecall, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const [opening, setOpening] = useState(false);
  const list = useInfiniteQuery(listQuery);
  const all = list.data?.pages.flatMap((each) => each.items) ?? [];
  const zone = shops[0]?.zone ?? 'Asia/Shanghai';
  const now = useNow();
  return (
    <main className="page recalls">
      <header className="page-head">
        <div><h1>{t('recalls.title')}</h1><p>{t('recalls.hint')}</p></div>
        {mayOpen(me) && shops.length > 0 && <Button danger onClick={() => setOpening(true)}>{t('recalls.open_by_hand')}</Button>}
      </header>
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading rows={3} />}
      {list.isSuccess && all.length === 0 && <div className="page-card"><Empty icon={<AlertOutlined />} title={t('recalls.none')} hint={t('recalls.none_hint')} /></div>}
      <div className="recalls-two">
        <ul className="recalls-list">
          {all.map((each) => (
            <li key={each.id}>
              <button type="button" aria-current={each.id === id} onClick={() => onRecall(each.id)}>
                <b>{each.name}</b>
                <span className={`recall-state recall-state-${each.state}`}>{t(`recalls.state.${each.state}`)}</span>
                <em>{[each.batch && t('recalls.batch_of', { batch: each.batch }), dayTime(Date.parse(each.opened_at), now, zone), each.opened_by.name].filter(Boolean).join(' · ')}</em>
              </button>
            </li>
          ))}
          {list.hasNextPage && <li><Button type="link" onClick={() => void list.fetchNextPage()}>{t('recalls.more')}</Button></li>}
        </ul>
        {id && <Detail key={id} id={id} zone={zone} onConversation={onConversation} />}
      </div>
      {opening && <OpenDialog shop={shops[0]!.id} shops={shops} reason="expired" onOpened={onRecall} onClose={() => setOpening(false)} />}
    </main>
  );
}

const mayOpen = (me: Me) => may(me, 'case.write');
