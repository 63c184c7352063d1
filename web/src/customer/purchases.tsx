import { useQuery } from '@tanstack/react-query';
import type { CustomerCard, Purchases } from '../api/wire';
import { t as sentence, useT } from '../i18n';
import { useNow } from '../ui/clock';
import { money } from '../ui/money';
import { Failure, Loading } from '../ui/states';
import { dayName, monthDay } from '../ui/time';
import { purchasesQuery } from './api';

interface Props {
  card: CustomerCard;
  onOrder(id: string, number: string): void;
}

/** What they have bought: what it comes to, and the newest. */
export function Bought({ card, onOrder }: Props) {
  const t = useT();
  const now = useNow();
  const { data, error, refetch } = useQuery(purchasesQuery(card.id, card.version));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  if (data.count === 0) return <p className="quiet">{t('customers.bought_none')}</p>;
  return (
    <>
      <p className="quiet">
        {t('customers.bought', { count: String(data.count), paid: money(data.paid) })}
        {data.refunded > 0 && t('customers.bought_back', { refunded: money(data.refunded) })}
        {data.first_at && t('customers.bought_since', { day: dayName(Date.parse(data.first_at), now, data.zone) })}
      </p>
      <ul className="past-cases">
        {data.items.map((each) => (
          <li key={each.id}>
            <button type="button" onClick={() => onOrder(each.id, each.number)}>
              <b>{titleOf(each)}</b>
              <span className="end">{each.status ? t(`order.status.${each.status}`) : each.status_words || t('order.status.unknown')}</span>
              <em>{[each.number, each.placed_at && dayName(Date.parse(each.placed_at), now, data.zone), each.paid !== null && money(each.paid)].filter(Boolean).join(' · ')}</em>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function titleOf({ title, items, number }: Purchases['items'][number]): string {
  if (!title) return number;
  return items > 1 ? sentence('customers.bought_more', { title, n: String(items) }) : title;
}

/** The last thing that they bought, for the first words; "" if that is not known. */
export function lastBought(bought: Purchases | undefined): string {
  const last = bought?.items.find((each) => each.placed_at && each.title);
  if (!bought || !last?.placed_at) return '';
  return sentence('customers.opening.bought', { title: last.title, day: monthDay(Date.parse(last.placed_at), bought.zone) });
}
