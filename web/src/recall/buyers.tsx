import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import type { Recall, RecallBuyer } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { buyersQuery, reachBuyer } from './api';
import { useStep, Wrong } from './detail';

const states = ['', 'told', 'listed', 'unreachable', 'by_hand', 'same'] as const;

interface Props {
  recall: Recall;
  mayWrite: boolean;
  zone: string;
  onConversation(id: string): void;
}

/** Who bought the goods, how each order was found, and how far they are. */
export function Buyers({ recall, mayWrite, zone, onConversation }: Props) {
  const t = useT();
  const [state, setState] = useState<(typeof states)[number]>('');
  const list = useInfiniteQuery(buyersQuery(recall.id, state));
  const all = list.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <section aria-label={t('recalls.buyers')}>
      <h3>{t('recalls.buyers')}</h3>
      <Segmented size="small" value={state} options={states.map((value) => ({ value, label: t(value === '' ? 'recalls.all' : `recalls.reach.${value}`) }))} onChange={setState} />
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading rows={2} />}
      {list.isSuccess && all.length === 0 && <p className="quiet">{t('recalls.nobody')}</p>}
      <ul className="recall-buyers">{all.map((each) => <One key={each.n} buyer={each} recall={recall} mayWrite={mayWrite} zone={zone} onConversation={onConversation} />)}</ul>
      {list.hasNextPage && <Button type="link" onClick={() => void list.fetchNextPage()}>{t('recalls.more')}</Button>}
    </section>
  );
}

function One({ buyer, recall, mayWrite, zone, onConversation }: { buyer: RecallBuyer } & Props) {
  const t = useT();
  const now = useNow();
  const [noting, setNoting] = useState(false);
  const [note, setNote] = useState('');
  const reach = useStep(() => reachBuyer(recall, buyer.n, note.trim()), () => setNoting(false));
  return (
    <li>
      <p>
        <b>{buyer.order_no}</b> <span>{buyer.nick}</span> <span className="quiet">×{buyer.quantity} · {t(`recalls.how.${buyer.how}`)}</span>
        <span className="grow" />
        <span className={`recall-reach recall-reach-${buyer.state}`}>{t(`recalls.reach.${buyer.state}`)}{buyer.told_at && ` ${dayTime(Date.parse(buyer.told_at), now, zone)}`}</span>
        {buyer.conversation_id && <Button size="small" type="link" onClick={() => onConversation(buyer.conversation_id)}>{t('recalls.talk')}</Button>}
        {buyer.state === 'unreachable' && mayWrite && <Button size="small" onClick={() => setNoting(!noting)}>{t('recalls.by_hand')}</Button>}
      </p>
      {buyer.note && <p className="quiet">{buyer.note}</p>}
      {noting && (
        <form className="recall-note" onSubmit={(event) => (event.preventDefault(), reach.mutate())}>
          <Input autoFocus aria-label={t('recalls.by_hand_of', { order: buyer.order_no })} value={note} maxLength={500} placeholder={t('recalls.by_hand_hint')} onChange={(event) => setNote(event.target.value)} />
          <Button htmlType="submit" type="primary" loading={reach.isPending} disabled={note.trim() === ''}>{t('recalls.finish_ok')}</Button>
        </form>
      )}
      <Wrong error={reach.error} />
    </li>
  );
}
