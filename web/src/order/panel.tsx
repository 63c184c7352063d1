import { LinkOutlined, ShoppingOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Case, Order } from '../api/wire';
import { changeCase, useCaseChanged } from '../complaint/api';
import { factsOf } from '../complaint/facts_edit';
import { listed, tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading, sentence } from '../ui/states';
import { conversationOrdersQuery } from './api';
import { keys } from './keys';
import { Times } from './detail';
import { Items } from './items';
import { yuan } from '../ui/money';
import { Receiver } from './receiver';
import { StatusTag } from './table';
import './order.css';

/** The order of a case beside it, or those that its conversation may be about. */
export function OrderPart({ complaint, mayWrite }: { complaint: Case; mayWrite: boolean }) {
  const t = useT();
  const me = useMe();
  const allowed = mayIn(me, complaint.shop_id, 'order.read');
  const { data, error, refetch } = useQuery({ ...conversationOrdersQuery(complaint.conversation_id), enabled: allowed });
  if (!allowed) return null;
  const linked = data?.find((each) => each.number === complaint.order_no);
  const offered = data?.filter((each) => each.number !== complaint.order_no) ?? [];
  return (
    <section className="panel-part order-part" aria-label={t('order.title')}>
      <header><h3>{t('order.title')}</h3>{linked && <StatusTag order={linked} />}</header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />)}
      {linked && <Card order={linked} />}
      {data && !linked && complaint.order_no && <p className="quiet">{t('order.not_imported', { number: complaint.order_no })}</p>}
      {data && !linked && !complaint.order_no && offered.length === 0 && <p className="quiet">{t('order.none_said')}</p>}
      {offered.length > 0 && mayWrite && <Offered orders={offered} complaint={complaint} />}
    </section>
  );
}

function Card({ order }: { order: Order }) {
  const t = useT();
  const [more, setMore] = useState(false);
  return (
    <>
      <p className="order-head"><b>{order.number}</b><span className="quiet">{tOr(`platform.${order.platform}`, order.platform)} · {t('order.paid')} {yuan(order.paid)}{order.refunded ? ` · ${t('order.refunded')} ${yuan(order.refunded)}` : ''}</span></p>
      <Items order={order} />
      {more && <><Times order={order} /><Receiver order={order} /></>}
      <Button size="small" type="link" aria-expanded={more} onClick={() => setMore(!more)}>{t(more ? 'order.less' : 'order.more')}</Button>
    </>
  );
}

/** Orders whose numbers were said, one tap from being that of the case. */
function Offered({ orders, complaint }: { orders: Order[]; complaint: Case }) {
  const t = useT();
  return (
    <>
      <p className="quiet">{t(complaint.order_no ? 'order.also_said' : 'order.said')}</p>
      {orders.map((each) => <Offer key={each.id} order={each} complaint={complaint} />)}
    </>
  );
}

function Offer({ order, complaint }: { order: Order; complaint: Case }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const changed = useCaseChanged(complaint.conversation_id);
  const link = useChange({
    save: () => changeCase(complaint.id, complaint.version, { ...factsOf(complaint), order_no: order.number }),
    saved: async () => {
      await changed();
      await cache.invalidateQueries({ queryKey: keys.all });
    },
    refresh: changed,
  });
  const press = () => link.mutate(undefined, { onError: (error) => void message.error(sentence(error)) });
  return (
    <div className="order-offer">
      <ShoppingOutlined aria-hidden />
      <p><b>{order.number}</b><span className="quiet">{listed(order.items.map((each) => each.title || each.code))}</span></p>
      <Button size="small" icon={<LinkOutlined />} loading={link.isPending} onClick={press}>{t('order.link')}</Button>
    </div>
  );
}
