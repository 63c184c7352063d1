import type { OrderRow } from '../api/wire';
import { tOr, useT } from '../i18n';
import { useMe } from '../identity/api';
import { dateTime } from '../ui/time';
import { yuan } from '../ui/money';

/** A status as we call it, with the platform's own words behind it. */
export function StatusTag({ order }: { order: Pick<OrderRow, 'status' | 'status_words'> }) {
  const t = useT();
  const words = order.status ? t(`order.status.${order.status}`) : order.status_words || t('order.status.unknown');
  return <span className={`tag order-${order.status || 'unknown'}`} title={order.status_words || undefined}>{words}</span>;
}

export function OrderTable({ rows, onOpen }: { rows: OrderRow[]; onOpen(row: OrderRow): void }) {
  const t = useT();
  const { shops } = useMe();
  const shop = (id: string) => shops.find((each) => each.id === id);
  return (
    <table className="list-table orders-table">
      <thead>
        <tr>
          <th>{t('order.number')}</th><th>{t('order.placed_at')}</th><th>{t('order.buyer')}</th><th>{t('order.receiver')}</th><th>{t('order.status')}</th>
          <th className="orders-amount">{t('order.paid')}</th><th className="orders-amount">{t('order.refunded')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <button type="button" className="wall-link" onClick={() => onOpen(row)}>{row.number}</button>
              <p className="quiet">{[tOr(`platform.${row.platform}`, row.platform), shops.length > 1 ? shop(row.shop_id)?.name : ''].filter(Boolean).join(' · ')}</p>
            </td>
            <td>{row.placed_at ? dateTime(Date.parse(row.placed_at), shop(row.shop_id)?.zone ?? 'UTC') : t('order.unknown')}</td>
            <td>{row.nick || '—'}</td>
            <td>{row.receiver || '—'}<p className="quiet">{row.phone}</p></td>
            <td><StatusTag order={row} /></td>
            <td className="orders-amount">{yuan(row.paid)}</td>
            <td className="orders-amount">{yuan(row.refunded)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
