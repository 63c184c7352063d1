import { EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Order } from '../api/wire';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import { dateTime } from '../ui/time';
import { orderQuery } from './api';
import { ChangeDialog } from './change';
import { Items } from './items';
import { yuan } from '../ui/money';
import { Receiver } from './receiver';
import { StatusTag } from './table';

/** Everything that is known of one order. */
export function OrderDetail({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(orderQuery(id));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />;
  return <Known order={data} />;
}

function Known({ order }: { order: Order }) {
  const t = useT();
  const me = useMe();
  const [changing, setChanging] = useState(false);
  return (
    <div className="order-detail">
      <header>
        <h2>{order.number}</h2>
        <StatusTag order={order} />
        {mayIn(me, order.shop_id, 'order.write') && <Button size="small" icon={<EditOutlined />} onClick={() => setChanging(true)}>{t('order.change')}</Button>}
      </header>
      <p className="quiet">{[tOr(`platform.${order.platform}`, order.platform), order.nick].filter(Boolean).join(' · ')}</p>
      <h3>{t('order.items')}</h3>
      <Items order={order} />
      <h3>{t('order.times')}</h3>
      <Times order={order} />
      <h3>{t('order.amounts')}</h3>
      <dl className="order-facts">
        {(['goods', 'freight', 'discount', 'paid', 'refunded'] as const).map((each) => (
          <div key={each}><dt>{t(`order.${each}`)}</dt><dd>{yuan(order[each])}</dd></div>
        ))}
      </dl>
      <h3>{t('order.receiver')}</h3>
      <Receiver order={order} />
      {changing && <ChangeDialog order={order} onClose={() => setChanging(false)} />}
    </div>
  );
}

/** When what happened, and what was sent. */
export function Times({ order }: { order: Order }) {
  const t = useT();
  return (
    <dl className="order-facts">
      {(['placed_at', 'paid_at', 'shipped_at', 'received_at'] as const).map((each) => (
        <div key={each}><dt>{t(`order.${each}`)}</dt><dd>{order[each] ? dateTime(Date.parse(order[each]), order.zone) : <span className="quiet">{t('order.unknown')}</span>}</dd></div>
      ))}
      {order.parcels.map((each) => (
        <div key={each.number}><dt>{each.carrier || t('order.parcel')}</dt><dd>{each.number}</dd></div>
      ))}
    </dl>
  );
}
