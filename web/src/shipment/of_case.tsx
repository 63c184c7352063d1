import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Case, Parcel } from '../api/wire';
import { useT } from '../i18n';
import { conversationOrdersQuery } from '../order/api';
import { useNow } from '../ui/clock';
import { dayTime, readWall, wall } from '../ui/time';
import { parcelsQuery, refreshParcel, setDue, typeTrace, useParcelsChanged } from './api';
import { Wrong } from './dialogs';
import './shipment.css';
import { saysWhat } from './what';
import './words';

interface Props {
  complaint: Case;
  zone: string;
  mayWrite: boolean;
}

/** The parcels of the order of a case, and what carriers say of them. */
export default function ParcelsOfCase({ complaint, zone, mayWrite }: Props) {
  const t = useT();
  const bought = useQuery(conversationOrdersQuery(complaint.conversation_id));
  const order = bought.data?.find((each) => each.number === complaint.order_no)?.id ?? '';
  const { data } = useQuery({ ...parcelsQuery(order), enabled: order !== '' });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="panel-part parcels-part" aria-label={t('parcel.of_case')}>
      <header><h3>{t('parcel.of_case')}</h3></header>
      {data.items.map((each) => <One key={each.number} parcel={each} order={order} zone={zone} mayWrite={mayWrite} />)}
    </section>
  );
}

const few = 3;

function One({ parcel, order, zone, mayWrite }: { parcel: Parcel; order: string; zone: string; mayWrite: boolean }) {
  const t = useT();
  const now = useNow();
  const [all, setAll] = useState(false);
  const [doing, setDoing] = useState<'type' | 'due' | null>(null);
  const changed = useParcelsChanged();
  const refresh = useMutation({ mutationFn: () => refreshParcel(parcel), onSettled: () => void changed() });
  const wrong = parcel.troubles.filter((each) => each.state === 'open' || each.state === 'told' || each.state === 'snoozed');
  const events = all ? parcel.events : parcel.events.slice(0, few);
  const toggle = (what: typeof doing) => setDoing(doing === what ? null : what);
  return (
    <article className="parcel-trace" aria-label={parcel.number}>
      <p className="parcel-head"><span className="quiet">{parcel.carrier}</span> <b>{parcel.number}</b><span className={`parcel-state parcel-state-${parcel.state}`}>{t(`parcel.state.${parcel.state}`)}</span></p>
      {wrong.map((each) => <p key={each.id} className="parcel-alarm">{saysWhat(t, { ...each, last_text: parcel.events[0]?.text ?? '' }, now)}{each.state === 'told' && ` · ${t('parcel.done.told')} ${each.by?.name ?? ''}`}</p>)}
      {parcel.due_at && parcel.state !== 'signed' && <p className="quiet">{t(parcel.promised_at ? 'parcel.due_told' : 'parcel.due', { at: dayTime(Date.parse(parcel.due_at), now, zone) })}</p>}
      <ol className="parcel-events">
        {events.map((each) => <li key={each.at + each.text}><time>{dayTime(Date.parse(each.at), now, zone)}</time><span>{each.text}</span></li>)}
      </ol>
      {parcel.events.length === 0 && <p className="quiet">{t('parcel.no_events')}</p>}
      <div className="row-acts">
        {parcel.events.length > few && <Button size="small" type="link" aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'parcel.fewer' : 'parcel.all_events', { n: parcel.events.length })}</Button>}
        {mayWrite && <Button size="small" type="link" onClick={() => toggle('type')}>{t('parcel.type')}</Button>}
        {mayWrite && parcel.id && <Button size="small" type="link" onClick={() => toggle('due')}>{t('parcel.set_due')}</Button>}
        {mayWrite && parcel.watch === 'on' && <Button size="small" type="link" loading={refresh.isPending} onClick={() => refresh.mutate()}>{t('parcel.refresh')}</Button>}
      </div>
      <Wrong error={refresh.error} />
      {doing === 'type' && <TypeForm parcel={parcel} order={order} zone={zone} onDone={() => setDoing(null)} />}
      {doing === 'due' && <DueForm parcel={parcel} zone={zone} onDone={() => setDoing(null)} />}
    </article>
  );
}

const states = ['picked', 'moving', 'delivering', 'signed', 'problem', 'refused', 'returning', 'returned'] as const;

/** What somebody has read at the carrier's. */
function TypeForm({ parcel, order, zone, onDone }: { parcel: Parcel; order: string; zone: string; onDone(): void }) {
  const t = useT();
  const now = useNow();
  const [at, setAt] = useState(() => clock(now, zone));
  const [state, setState] = useState<(typeof states)[number] | ''>('');
  const [text, setText] = useState('');
  const changed = useParcelsChanged();
  const type = useMutation({
    mutationFn: () => typeTrace(order, parcel.number, { at: new Date(readWall(at, zone) ?? now), state, text: text.trim() }),
    onSuccess: onDone, onSettled: () => void changed(),
  });
  return (
    <form className="parcel-form" onSubmit={(event) => (event.preventDefault(), type.mutate())}>
      <Input autoFocus aria-label={t('parcel.event_text')} placeholder={t('parcel.event_hint')} value={text} maxLength={300} onChange={(event) => setText(event.target.value)} />
      <Input type="datetime-local" aria-label={t('parcel.event_at')} value={at} onChange={(event) => setAt(event.target.value)} />
      <Select aria-label={t('parcel.event_state')} value={state} options={[{ value: '' as const, label: t('parcel.state_read') }, ...states.map((value) => ({ value, label: t(`parcel.state.${value}`) }))]} onChange={setState} />
      <Button htmlType="submit" type="primary" loading={type.isPending} disabled={text.trim() === ''}>{t('parcel.keep')}</Button>
      <Wrong error={type.error} />
    </form>
  );
}

/** By when the buyer was told that it would be there. */
function DueForm({ parcel, zone, onDone }: { parcel: Parcel; zone: string; onDone(): void }) {
  const t = useT();
  const now = useNow();
  const [at, setAt] = useState(() => clock(parcel.due_at ? Date.parse(parcel.due_at) : now, zone));
  const changed = useParcelsChanged();
  const set = useMutation({ mutationFn: (due: Date | null) => setDue(parcel, due), onSuccess: onDone, onSettled: () => void changed() });
  const send = () => {
    const due = readWall(at, zone);
    if (due !== null) set.mutate(new Date(due));
  };
  return (
    <form className="parcel-form" onSubmit={(event) => (event.preventDefault(), send())}>
      <Input autoFocus type="datetime-local" aria-label={t('parcel.due_at')} value={at} onChange={(event) => setAt(event.target.value)} />
      <Button htmlType="submit" type="primary" loading={set.isPending}>{t('parcel.keep')}</Button>
      {parcel.promised_at && <Button onClick={() => set.mutate(null)}>{t('parcel.due_rule')}</Button>}
      <Wrong error={set.error} />
    </form>
  );
}

/** As fields for times have it. */
function clock(ms: number, zone: string): string {
  const { year, month, day, hour, minute } = wall(ms, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
