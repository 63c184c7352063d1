import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { DueChip } from '../ui/due';

export function StateTag({ state }: { state: Ticket['state'] }) {
  const t = useT();
  return <span className={`state-tag ticket-tag-${state}`}>{t(`ticket.state.${state}`)}</span>;
}

/** How much time is left: running, or standing still while the buyer is waited for. */
export function TicketClock({ ticket }: { ticket: Ticket }) {
  const t = useT();
  if (ticket.due_at) return <DueChip at={ticket.due_at} />;
  if (ticket.state !== 'waiting_buyer') return null;
  return <span className="due due-calm">{t('ticket.left', { n: ticket.left_minutes })}</span>;
}

export function useLate(ticket: Ticket): boolean {
  const now = useNow();
  return ticket.due_at !== null && Date.parse(ticket.due_at) <= now;
}

export const isSettled = ({ state }: Ticket) => state === 'done' || state === 'withdrawn';
export const isWorked = ({ state }: Ticket) => state === 'open' || state === 'taken' || state === 'waiting_buyer';
