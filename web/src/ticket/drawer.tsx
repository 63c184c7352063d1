import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { TicketActs } from './acts';
import { ticketQuery } from './api';
import { TicketFiles, TicketLink, useWorkerName } from './doors';
import { FilledIn } from './fields';
import { noteKey } from './of_case';
import { StateTag, TicketClock } from './state';

interface Props {
  /** Empty while none is looked at. */
  id: string;
  onClose(): void;
  onOpen(id: string): void;
  onConversation(id: string): void;
}

/** One ticket with all that its department needs, beside the list. */
export function TicketDrawer({ id, onClose, onOpen, onConversation }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(ticketQuery(id));
  return (
    <Drawer open={id !== ''} title={data?.title ?? t('tickets.title')} size={460} onClose={onClose}>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {data && <Detail ticket={data} onOpen={onOpen} onConversation={onConversation} />}
    </Drawer>
  );
}

function Detail({ ticket, onOpen, onConversation }: { ticket: Ticket } & Pick<Props, 'onOpen' | 'onConversation'>) {
  const t = useT();
  const now = useNow();
  const at = (time: string) => dayTime(Date.parse(time), now, ticket.zone);
  const { after_id: after } = ticket;
  const worker = useWorkerName(ticket);
  return (
    <article className="ticket-detail">
      <p className="ticket-detail-head"><StateTag state={ticket.state} /><span>{ticket.type_name} · {ticket.case_number}</span><TicketClock ticket={ticket} /></p>
      {ticket.note && <p className="ticket-note">{t(noteKey(ticket), { note: ticket.note })}</p>}
      {ticket.text && <p className="ticket-text">{ticket.text}</p>}
      <FilledIn form={ticket.form} values={ticket.fields} />
      {ticket.progress && <p className="ticket-text">{t('ticket.progress', { text: ticket.progress })}</p>}
      {ticket.result && <p className="ticket-result">{ticket.result}</p>}
      <TicketFiles ticket={ticket} adds />
      <dl className="ticket-fields">
        <div><dt>{t('ticket.department')}</dt><dd>{ticket.department.name}</dd></div>
        {worker && <div><dt>{t('ticket.worker')}</dt><dd>{worker}</dd></div>}
        {ticket.due_at && <div><dt>{t('wall.due')}</dt><dd>{at(ticket.due_at)}</dd></div>}
        <div><dt>{t('ticket.made_by')}</dt><dd>{ticket.made_by.name} · {at(ticket.made_at)}</dd></div>
        {ticket.settled_at && <div><dt>{t('wall.settled_at')}</dt><dd>{at(ticket.settled_at)}</dd></div>}
        {ticket.public_text && <div><dt>{t('ticket.public_text')}</dt><dd>{ticket.public_text}</dd></div>}
      </dl>
      <TicketActs ticket={ticket} />
      <TicketLink ticket={ticket} />
      <p className="ticket-ways">
        {after && <Button type="link" size="small" onClick={() => onOpen(after)}>{t('ticket.show_before')}</Button>}
        {ticket.conversation_id && <Button type="link" size="small" onClick={() => onConversation(ticket.conversation_id)}>{t('ticket.show_conversation')}</Button>}
      </p>
    </article>
  );
}
