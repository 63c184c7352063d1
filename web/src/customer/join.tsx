import { UndoOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import type { CustomerAlike, CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Failure, Loading } from '../ui/states';
import { dayName } from '../ui/time';
import { cardQuery, joinCustomers, undoJoining, useAct, useCustomersChanged } from './api';

/** Shows two customers side by side, before they are taken for one person. */
export function JoinDialog({ card, other, onClose }: { card: CustomerCard; other: CustomerAlike; onClose(): void }) {
  const t = useT();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery(cardQuery(other.id));
  const version = data?.version ?? 0;
  const key = useMemo(() => ({ of: [card.version, version], key: newKey() }).key, [card.version, version]);
  const refresh = useCustomersChanged();
  const change = useChange({
    save: () => joinCustomers(card, { id: data!.id, version }, key),
    saved: async () => {
      await refresh();
      void message.success(t('customers.joined'));
      onClose();
    },
    refresh,
  });
  return (
    <Dialog
      title={t('customers.join_title')} ok={t('customers.join_ok')} width={600} busy={change.isPending} disabled={!data}
      error={change.error} conflict={change.conflict} onOk={() => change.mutate()} onClose={onClose}
    >
      <p className="quiet">{t('customers.join_why', { kind: t(`customers.kind.${other.kind}`), value: other.masked })}</p>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />)}
      {data && <div className="join-pair"><Half card={card} /><Half card={data} /></div>}
      <p className="quiet">{t('customers.join_hint')}</p>
    </Dialog>
  );
}

function Half({ card }: { card: CustomerCard }) {
  const t = useT();
  const now = useNow();
  return (
    <section>
      <b>{buyerName(card)}</b>
      <ul>
        <li>{t('customer.since', { time: dayName(Date.parse(card.since), now, card.shop.zone) })}</li>
        <li>{t('customers.talks_n', { n: card.talks.length })}</li>
        <li>{t('customers.cases_n', { n: card.past.cases, open: card.past.open })}</li>
        {card.handles.map((each) => <li key={each.id}><code>{each.masked}</code></li>)}
        {card.tags.length > 0 && <li>{card.tags.map((each) => each.name).join(' · ')}</li>}
      </ul>
    </section>
  );
}

/** Who is the same person; one tap takes it back. */
export function Joinings({ card, mayWrite }: { card: CustomerCard; mayWrite: boolean }) {
  const t = useT();
  const act = useAct();
  if (card.joinings.length === 0) return null;
  return (
    <ul className="joinings">
      {card.joinings.map((each) => (
        <li key={each.id}>
          <span>{t('customers.joined_with', { name: buyerName({ id: each.source_id, name: each.name }), by: each.by.name || t('brand') })}</span>
          {mayWrite && <Button size="small" type="link" icon={<UndoOutlined />} loading={act.isPending} onClick={() => act.mutate(() => undoJoining(each))}>{t('customers.unjoin')}</Button>}
        </li>
      ))}
    </ul>
  );
}
