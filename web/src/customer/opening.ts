import type { CustomerCard } from '../api/wire';
import { t, tOr } from '../i18n';
import { monthDay } from '../ui/time';

/** What is worth knowing before the first word, of facts alone: when they were here last, why, and how it ended. */
export function openingOf(card: CustomerCard): string {
  const last = card.cases.find((each) => each.stage === 'closed' || each.reopened_at !== null) ?? card.cases[0];
  if (!last) return '';
  const parts = [t('customers.opening.last', { day: monthDay(Date.parse(last.opened_at), card.shop.zone), what: tOr(`scenario.${last.scenario}`, last.scenario) })];
  if (last.done) parts.push(t('customers.opening.done', { done: last.done }));
  parts.push(t(`customers.solved.${endOf(last)}`));
  if (last.score > 0) parts.push(t('customers.opening.score', { n: last.score }));
  return parts.join(t('customers.opening.comma'));
}

/** How a case stands, in one word. */
export function endOf({ stage, solved }: CustomerCard['cases'][number]): 'yes' | 'no' | 'open' | 'closed' {
  if (solved === 'yes' || solved === 'no') return solved;
  return stage === 'closed' ? 'closed' : 'open';
}

