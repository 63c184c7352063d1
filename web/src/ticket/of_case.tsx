import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Failure } from '../ui/states';
import { dayTime } from '../ui/time';
import { TicketActs, useTicketsChanged } from './acts';
import { caseTicketsQuery } from './api';
import { TicketFiles, TicketLink, useWorkerName } from './doors';
import { FilledIn } from './fields';
import { SendDialog } from './send_dialog';
import { isSettled, StateTag, TicketClock } from './state';
import '../ui/settings.css';
import './ticket.css';

interface Props {
  caseId: string;
  shop: string;
  zone: string;
  open: boolean;
  /** What else a change touches. */
  onChanged(): void;
}

/** What departments do for a case. */
export function CaseTickets({ caseId, shop, zone, open, onChanged }: Props) {
  const t = useT();
  const me = useMe();
  const [sending, setSending] = useState(false);
  const tickets = useQuery(caseTicketsQuery(caseId));
  const refresh = useTicketsChanged();
  const list = tickets.data?.items ?? [];
  const mayWrite = open && mayIn(me, shop, 'ticket.write');
  const changed = () => {
    void refresh();
    onChanged();
  };
  return (
    <section className="panel-part" aria-label={t('ticket.list')}>
      <header>
        <h3>{t('ticket.list')}</h3>
        {mayWrite && <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => setSending(true)}>{t('ticket.send')}</Button>}
      </header>
      {tickets.isError && <Failure error={tickets.error} retry={() => void tickets.refetch()} />}
      {tickets.isSuccess && list.length === 0 && <p className="quiet">{t('ticket.none')}</p>}
      <ul className="case-tickets">
        {list.map((each) => <One key={each.id} ticket={each} before={list.find((other) => other.id === each.after_id)} zone={zone} onChanged={onChanged} />)}
      </ul>
      {sending && <SendDialog caseId={caseId} shop={shop} others={list} onSent={changed} onClose={() => setSending(false)} />}
    </section>
  );
}

function One({ ticket, before, zone, onChanged }: { ticket: Ticket; before?: Ticket; zone: string; onChanged(): void }) {
  const t = useT();
  const now = useNow();
  const worker = useWorkerName(ticket);
  const when = Date.parse(ticket.settled_at ?? ticket.due_at ?? ticket.changed_at);
  return (
    <li className={`case-ticket case-ticket-${ticket.state}`}>
      <div className="case-ticket-head">
        <b>{ticket.title}</b>
        <StateTag state={ticket.state} />
      </div>
      <p className="case-ticket-who">
        <span>{ticket.department.name}{worker && ` · ${worker}`} · {dayTime(when, now, zone)}</span>
        <TicketClock ticket={ticket} />
      </p>
      {ticket.state === 'pending' && before && <p className="quiet">{t('ticket.waits_for', { title: before.title })}</p>}
      {ticket.note && <p className="ticket-note">{t(noteKey(ticket), { note: ticket.note })}</p>}
      {ticket.state === 'done' && <><p className="ticket-result">{ticket.result}</p><FilledIn form={ticket.form.filter((each) => each.when === 'result')} values={ticket.fields} /></>}
      {ticket.progress && !isSettled(ticket) && <p className="quiet">{t('ticket.progress', { text: ticket.progress })}</p>}
      <TicketFiles ticket={ticket} adds />
      {!isSettled(ticket) && <TicketActs ticket={ticket} size="small" sending onChanged={onChanged} />}
      <TicketLink ticket={ticket} />
    </li>
  );
}

/** What the note of a ticket says. */
export function noteKey({ state }: Ticket) {
  return state === 'waiting_buyer' ? 'ticket.asks' : state === 'withdrawn' ? 'ticket.withdrawn_why' : 'ticket.handed_back_why';
}
