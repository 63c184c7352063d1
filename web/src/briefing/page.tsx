import { SwapOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Briefing } from '../api/wire';
import { useT } from '../i18n';
import { may, mayIn, useMe } from '../identity/api';
import { PrepareDialog } from '../handover/prepare';
import { Sheet } from '../handover/sheet';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { DueChip, WaitingClock } from '../ui/due';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { briefingQuery, keys } from './api';
import { Bulletins } from './bulletins';
import { Ending } from './ending';
import { Crew, MyShift } from './beside';
import { useZones } from './zones';
import '../ui/settings.css';
import './briefing.css';

interface Props {
  onConversation(id: string): void;
  onTicket(id: string): void;
  /** The way to the plan, for who makes it. */
  planLink?: ReactNode;
  /** The way to the quick replies. */
  repliesLink?: ReactNode;
}

/** What one should know when a shift begins, and what to hand over when it ends. */
export function BriefingPage({ onConversation, onTicket, planLink, repliesLink }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(briefingQuery);
  const cache = useQueryClient();
  const changed = () => cache.invalidateQueries({ queryKey: keys.all });
  return (
    <main className="page briefing" aria-label={t('briefing.title')}>
      <header className="page-head">
        <div><h1>{t('briefing.title')}</h1><p>{t('briefing.hint')}</p></div>
        <div className="briefing-acts">{planLink}<HandOver onPrepared={changed} /></div>
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {data && (
        <div className="briefing-columns">
          <div className="briefing-main">
            <Sheets now={data} onChanged={changed} onConversation={onConversation} />
            <Due now={data} onConversation={onConversation} />
            <Waiting now={data} onConversation={onConversation} />
            <Work now={data} onTicket={onTicket} />
          </div>
          <aside className="briefing-beside">
            <MyShift now={data} />
            <Bulletins items={data.bulletins} />
            <Ending items={data.replies} link={repliesLink} />
            <Crew now={data} />
          </aside>
        </div>
      )}
    </main>
  );
}

/** The button to hand over; with several shops one says where. */
function HandOver({ onPrepared }: { onPrepared(): Promise<unknown> }) {
  const t = useT();
  const me = useMe();
  const [shop, setShop] = useState('');
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'case.write'));
  if (shops.length === 0) return null;
  const button = <Button type="primary" icon={<SwapOutlined />} onClick={shops.length === 1 ? () => setShop(shops[0]!.id) : undefined}>{t('handover.prepare')}</Button>;
  return (
    <>
      {shops.length === 1 ? button : <Dropdown trigger={['click']} menu={{ items: shops.map((each) => ({ key: each.id, label: each.name })), onClick: ({ key }) => setShop(key) }}>{button}</Dropdown>}
      {shop && <PrepareDialog shop={shop} onPrepared={onPrepared} onClose={() => setShop('')} />}
    </>
  );
}

function Sheets({ now, onChanged, onConversation }: { now: Briefing; onChanged(): Promise<unknown>; onConversation(id: string): void }) {
  const t = useT();
  const list = (title: string, sheets: Briefing['taking']) => sheets.length > 0 && (
    <section className="briefing-sheets" aria-label={title}>
      <h2>{title}</h2>
      {sheets.map((each) => <Sheet key={each.id} sheet={each} onChanged={onChanged} onConversation={onConversation} />)}
    </section>
  );
  return (
    <>
      {list(t('briefing.taking'), now.taking)}
      {list(t('briefing.given'), now.given)}
      {list(t('briefing.others'), now.others)}
    </>
  );
}

/** A part of the page: its heading, how many there are, and rows. */
function Part({ title, n, none, children }: { title: string; n: number; none: string; children: ReactNode }) {
  return (
    <section className="briefing-part" aria-label={title}>
      <h2>{title}<span>{n}</span></h2>
      {n === 0 ? <p className="quiet">{none}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Due({ now: { owed, taken_owed: taken }, onConversation }: { now: Briefing; onConversation(id: string): void }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const zone = useZones();
  if (!may(me, 'commitment.read')) return null;
  const mine = new Set(owed.map((each) => each.id));
  const rows = [...owed, ...taken.filter((each) => !mine.has(each.id))].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
  return (
    <Part title={t('briefing.owed')} n={rows.length} none={t('briefing.owed_none')}>
      {rows.map((each) => (
        <li key={each.id}>
          <DueChip at={each.due_at} broken={each.broken} />
          <div><button type="button" className="wall-link" onClick={() => onConversation(each.conversation_id)}>{each.text}</button><p>{buyerName(each.buyer)} · {each.case_number}</p></div>
          {!mine.has(each.id) && <span className="tag">{t('briefing.to_take')}</span>}
          <time dateTime={each.due_at}>{dayTime(Date.parse(each.due_at), now, zone(each.shop_id))}</time>
        </li>
      ))}
    </Part>
  );
}

function Waiting({ now: { talks }, onConversation }: { now: Briefing; onConversation(id: string): void }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const zone = useZones();
  if (!may(me, 'conversation.read')) return null;
  return (
    <Part title={t('briefing.talks')} n={talks.length} none={t('briefing.talks_none')}>
      {talks.map((each) => (
        <li key={each.id}>
          <WaitingClock since={each.waiting_since} />
          <div><button type="button" className="wall-link" onClick={() => onConversation(each.id)}>{buyerName(each.buyer)}</button><p>{each.said}</p></div>
          {each.respond_by && <time dateTime={each.respond_by}>{t('briefing.respond_by', { time: dayTime(Date.parse(each.respond_by), now, zone(each.shop_id)) })}</time>}
        </li>
      ))}
    </Part>
  );
}

function Work({ now: { work }, onTicket }: { now: Briefing; onTicket(id: string): void }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const zone = useZones();
  if (!may(me, 'ticket.read')) return null;
  return (
    <Part title={t('briefing.work')} n={work.length} none={t('briefing.work_none')}>
      {work.map((each) => (
        <li key={each.id}>
          <DueChip at={each.due_at} />
          <div><button type="button" className="wall-link" onClick={() => onTicket(each.id)}>{each.title}</button><p>{each.department} · {each.case_number}</p></div>
          <time dateTime={each.due_at}>{dayTime(Date.parse(each.due_at), now, zone(each.shop_id))}</time>
        </li>
      ))}
    </Part>
  );
}
