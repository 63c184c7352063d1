import type { Order, OrderItem, OrderTerm } from '../api/wire';
import { useT } from '../i18n';
import { dayName } from '../ui/time';
import { useNow } from '../ui/clock';
import { yuan } from '../ui/money';

/** What was bought, and until when it may be returned and is under warranty. */
export function Items({ order }: { order: Order }) {
  const t = useT();
  if (order.items.length === 0) return <p className="quiet">{t('order.no_items')}</p>;
  return <ul className="order-items">{order.items.map((each, i) => <Item key={i} item={each} zone={order.zone} />)}</ul>;
}

function Item({ item, zone }: { item: OrderItem; zone: string }) {
  const t = useT();
  return (
    <li>
      <p className="order-item-title">
        <b>{item.title || item.code}</b>
        <span>{yuan(item.price)} × {item.quantity}</span>
      </p>
      <p className="quiet">{[item.spec, item.title && item.code, item.batch && t('order.batch', { batch: item.batch })].filter(Boolean).join(' · ')}</p>
      <p className="order-terms">
        <Term kind="return" term={item.return} zone={zone} />
        <Term kind="warranty" term={item.warranty} zone={zone} />
      </p>
    </li>
  );
}

function Term({ kind, term: { state, until }, zone }: { kind: 'return' | 'warranty'; term: OrderTerm; zone: string }) {
  const t = useT();
  const now = useNow();
  // The term ends with the day before the moment after it.
  const day = until ? dayName(Date.parse(until) - 1, now, zone) : '';
  return <span className={`tag term-${state}`} title={t(`order.${kind}.hint`)}>{t(`order.${kind}.${state}`, { day })}</span>;
}
