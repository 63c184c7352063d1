import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { CustomerCard } from '../api/wire';
import { tOr, useT } from '../i18n';
import { useNow } from '../ui/clock';
import { money } from '../ui/money';
import { dayName } from '../ui/time';
import { casesQuery } from './api';
import { endOf } from './opening';

interface Props {
  card: CustomerCard;
  onConversation(id: string): void;
}

/** What there was, in numbers. */
export function Figures({ card: { past, shop } }: { card: CustomerCard }) {
  const t = useT();
  const now = useNow();
  const day = (time: string | null) => (time ? dayName(Date.parse(time), now, shop.zone) : '–');
  const rating = past.ratings > 0 ? (past.rating_sum / past.ratings).toFixed(1) : '–';
  const figures = { cases: past.cases, solved: past.solved, reopened: past.reopened, kept: past.kept, broken: past.broken, rating, first: day(past.first_at), last: day(past.last_at) };
  return (
    <dl className="figures">
      {(Object.keys(figures) as (keyof typeof figures)[]).map((name) => (
        <div key={name} className={name === 'broken' && past.broken > 0 ? 'figure-bad' : undefined}><dt>{t(`customers.figure.${name}`)}</dt><dd>{figures[name]}</dd></div>
      ))}
    </dl>
  );
}

/** Complaints, the newest first, with how each ended. */
export function Cases({ card, onConversation }: Props) {
  const t = useT();
  const now = useNow();
  const older = useInfiniteQuery(casesQuery(card.id, card.more));
  const cases = [...card.cases, ...(older.data?.pages.flatMap((page) => page.items) ?? [])];
  const more = older.data ? older.hasNextPage : card.more !== '';
  if (cases.length === 0) return <p className="quiet">{t('customers.no_cases')}</p>;
  return (
    <>
      <ul className="past-cases">
        {cases.map((each) => (
          <li key={each.id}>
            <button type="button" onClick={() => onConversation(each.conversation_id)}>
              <b>{tOr(`scenario.${each.scenario}`, each.scenario)}</b>
              <span className={`end end-${endOf(each)}`}>{t(`customers.solved.${endOf(each)}`)}</span>
              <em>
                {[each.number, dayName(Date.parse(each.opened_at), now, card.shop.zone), each.reopened_at && t('customers.reopened'), each.done && t('customers.opening.done', { done: each.done }),
                  each.score > 0 && t('rating.score', { score: each.score })].filter(Boolean).join(' · ')}
              </em>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <Button size="small" type="text" loading={older.isFetching} onClick={() => void (older.data ? older.fetchNextPage() : older.refetch())}>{t('customers.older')}</Button>
      )}
    </>
  );
}

export function Talks({ card, onConversation }: Props) {
  const t = useT();
  const now = useNow();
  return (
    <ul className="past-cases">
      {card.talks.map((each) => (
        <li key={each.id}>
          <button type="button" onClick={() => onConversation(each.merged_into || each.id)}>
            <b>{each.preview || t('customers.web')}</b>
            <em>{[tOr(`channel.${each.channel}`, t('customers.web')), each.name, dayName(Date.parse(each.last_at), now, card.shop.zone)].filter(Boolean).join(' · ')}</em>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Given({ card }: { card: CustomerCard }) {
  const t = useT();
  const now = useNow();
  if (card.delights.given.length === 0) return <p className="quiet">{t('customers.no_delights')}</p>;
  return (
    <ul className="memories">
      {card.delights.given.map((each) => (
        <li key={each.id}>
          <b>{each.title}</b>
          <em>{[money(each.cost_fen), tOr(`delights.occasion.${each.occasion}`, each.occasion), dayName(Date.parse(each.at), now, card.shop.zone), each.by.name].join(' · ')}</em>
        </li>
      ))}
    </ul>
  );
}
