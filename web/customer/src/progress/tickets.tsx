import { t, type Key } from '../i18n';
import { momentOf } from '../ui/when';
import type { Ticket } from './wire';

interface Props {
  tickets: Ticket[];
  zone: string;
  now: number;
}

const states: Record<Ticket['state'], Key> = {
  planned: 'work.planned',
  working: 'work.working',
  waiting_buyer: 'work.waiting_buyer',
  done: 'work.done',
};

/** What the departments of the shop do for it. */
export function Tickets({ tickets, zone, now }: Props) {
  if (tickets.length === 0) return null;
  return (
    <section class="card work-card">
      <h2>{t('work.title')}</h2>
      <ul class="work">
        {tickets.map(({ text, state, made_at: made, changed_at: changed }) => (
          <li key={made + text} class={`work-${state}`}>
            <p>{text}</p>
            <b>{t(states[state])}</b>
            <time dateTime={changed}>{momentOf(Date.parse(changed), now, zone)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
