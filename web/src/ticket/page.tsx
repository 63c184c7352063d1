import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { KeyboardEvent } from 'react';
import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { boardStates, ticketsQuery, type TicketFilter, type TicketState } from './api';
import { TicketDrawer } from './drawer';
import { TicketFilters } from './filters';
import { StateTag, TicketClock, useLate } from './state';
import '../ui/settings.css';
import './ticket.css';

interface Props {
  filter: TicketFilter;
  onFilter(filter: TicketFilter): void;
  onConversation(id: string): void;
}

/** The work of departments, as a board or as a table. */
export function TicketsPage({ filter, onFilter, onConversation }: Props) {
  const t = useT();
  const open = (ticket?: string) => onFilter({ ...filter, ticket });
  return (
    <main className="page tickets">
      <header className="page-head"><div><h1>{t('tickets.title')}</h1><p>{t('tickets.hint')}</p></div></header>
      <TicketFilters filter={filter} onFilter={onFilter} />
      {filter.look === 'table' ? <Table filter={filter} onOpen={open} /> : <Board filter={filter} onOpen={open} />}
      <TicketDrawer id={filter.ticket ?? ''} onClose={() => open(undefined)} onOpen={open} onConversation={onConversation} />
    </main>
  );
}

interface ListProps {
  filter: TicketFilter;
  onOpen(id: string): void;
}

/** Arrow keys go through the tickets: up and down in a column or table, left and right between columns. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const steps: Record<string, [number, number]> = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  const to = steps[event.key];
  if (!to) return;
  const columns = [...event.currentTarget.querySelectorAll('[data-column]')].map((each) => [...each.querySelectorAll<HTMLElement>('[data-ticket]')]);
  const at = columns.findIndex((each) => each.includes(document.activeElement as HTMLElement));
  const row = columns[at]?.indexOf(document.activeElement as HTMLElement) ?? 0;
  event.preventDefault();
  if (at < 0) return columns.find((each) => each.length > 0)?.[0]?.focus();
  const others = to[0] > 0 ? columns.slice(at + 1) : columns.slice(0, at).reverse();
  const column = to[0] ? others.find((each) => each.length > 0) : columns[at];
  column?.[Math.min(column.length - 1, Math.max(0, row + to[1]))]?.focus();
}

function Board({ filter, onOpen }: ListProps) {
  const t = useT();
  return (
    <div className="board" role="group" aria-label={t('tickets.board')} onKeyDown={walk}>
      {boardStates.map((each) => <Column key={each} state={each} filter={filter} onOpen={onOpen} />)}
    </div>
  );
}

function Column({ state, filter, onOpen }: ListProps & { state: TicketState }) {
  const t = useT();
  const out = filter.overdue && state !== 'open' && state !== 'taken';
  const page = useInfiniteQuery({ ...ticketsQuery(filter, [state]), enabled: !out });
  const items = out ? [] : (page.data?.pages.flatMap((each) => each.items) ?? []).filter((each) => each.state === state);
  return (
    <section className={`board-column board-${state}`} aria-label={t(`ticket.state.${state}`)} data-column>
      <header><h2>{t(`ticket.state.${state}`)}</h2><span>{items.length}{page.hasNextPage && '+'}</span></header>
      {page.isLoading && <Loading rows={2} />}
      {page.isError && items.length === 0 && <Failure error={page.error} retry={() => void page.refetch()} />}
      <ul>{items.map((each) => <Card key={each.id} ticket={each} onOpen={onOpen} />)}</ul>
      {page.hasNextPage && <Button type="text" block loading={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>{t('notice.more')}</Button>}
    </section>
  );
}

function Card({ ticket, onOpen }: { ticket: Ticket; onOpen(id: string): void }) {
  const late = useLate(ticket);
  return (
    <li>
      <button type="button" className={late ? 'board-card board-card-late' : 'board-card'} data-ticket={ticket.id} onClick={() => onOpen(ticket.id)}>
        <b>{ticket.title}</b>
        <span>{ticket.type_name} · {ticket.case_number}</span>
        <span className="board-card-foot">{ticket.department.name}{ticket.worker && ` · ${ticket.worker.name}`}<TicketClock ticket={ticket} /></span>
      </button>
    </li>
  );
}

function Table({ filter, onOpen }: ListProps) {
  const t = useT();
  const page = useInfiniteQuery(ticketsQuery(filter));
  const items = page.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <div className="page-card" onKeyDown={walk}>
      {page.isPending && <Loading rows={6} />}
      {page.isError && items.length === 0 && <Failure error={page.error} retry={() => void page.refetch()} />}
      {page.isSuccess && items.length === 0 && <Empty icon={<InboxOutlined />} title={t('tickets.none')} hint={t('tickets.none_hint')} />}
      {items.length > 0 && (
        <table className="list-table tickets-table">
          <thead><tr><th>{t('wall.due')}</th><th>{t('ticket.title')}</th><th>{t('wall.state')}</th><th>{t('ticket.department')}</th><th>{t('ticket.worker')}</th></tr></thead>
          <tbody data-column>{items.map((each) => <Row key={each.id} ticket={each} onOpen={onOpen} />)}</tbody>
        </table>
      )}
      {page.hasNextPage && <Button type="text" block loading={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>{t('notice.more')}</Button>}
    </div>
  );
}

function Row({ ticket, onOpen }: { ticket: Ticket; onOpen(id: string): void }) {
  const now = useNow();
  return (
    <tr className={useLate(ticket) ? 'tickets-late' : undefined}>
      <td className="tickets-when"><TicketClock ticket={ticket} />{ticket.due_at && <time dateTime={ticket.due_at}>{dayTime(Date.parse(ticket.due_at), now, ticket.zone)}</time>}</td>
      <td><button type="button" className="tickets-link" data-ticket={ticket.id} onClick={() => onOpen(ticket.id)}>{ticket.title}</button><p>{ticket.type_name} · {ticket.case_number}</p></td>
      <td><StateTag state={ticket.state} /></td>
      <td>{ticket.department.name}</td>
      <td>{ticket.worker?.name}</td>
    </tr>
  );
}
