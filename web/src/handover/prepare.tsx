import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { HandoverCase, HandoverStock, HandoverTaker } from '../api/wire';
import { tOr, useT } from '../i18n';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { DueChip, WaitingClock } from '../ui/due';
import { Field } from '../ui/field';
import { Empty, Failure, Loading } from '../ui/states';
import { clockTime, dayTime } from '../ui/time';
import { keys, prepare, stockQuery } from './api';
import './handover.css';

interface Props {
  shop: string;
  onPrepared(): Promise<unknown>;
  onClose(): void;
}

/** Chooses what of one's own goes to whom. Nothing moves until they accept it. */
export function PrepareDialog(props: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(stockQuery(props.shop));
  if (data && data.cases.length + data.talks.length > 0) return <Form {...props} stock={data} />;
  return (
    <Dialog title={t('handover.prepare')} ok={t('handover.close')} busy={false} onOk={props.onClose} onClose={props.onClose}>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />)}
      {data && <Empty title={t('handover.nothing')} hint={t('handover.nothing_hint')} />}
    </Dialog>
  );
}

interface Row {
  key: string;
  kind: 'case' | 'conversation';
  id: string;
  version: number;
  waits: boolean;
}

function rowsOf({ cases, talks }: HandoverStock): Row[] {
  return [
    ...cases.map(({ id, version, waits }) => ({ key: `case-${id}`, kind: 'case' as const, id, version, waits })),
    ...talks.map(({ id, version, waits }) => ({ key: `talk-${id}`, kind: 'conversation' as const, id, version, waits })),
  ];
}

/** What is chosen, with notes. What waits on another sheet cannot be. */
function useChoice(stock: HandoverStock) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [notes, setNotes] = useState<Record<string, string>>({});
  const chosen = rowsOf(stock).filter((each) => !each.waits && !left.has(each.key));
  const toggle = (key: string) => setLeft((old) => {
    const next = new Set(old);
    if (!next.delete(key)) next.add(key);
    return next;
  });
  return {
    items: chosen.map(({ key, kind, id, version }) => ({ kind, id, version, note: notes[key] ?? '' })),
    on: (key: string) => chosen.some((each) => each.key === key), toggle, note: (key: string) => notes[key] ?? '',
    write: (key: string, text: string) => setNotes((old) => ({ ...old, [key]: text })),
  };
}

type Choice = ReturnType<typeof useChoice>;

function Form({ shop, stock, onPrepared, onClose }: Props & { stock: HandoverStock }) {
  const t = useT();
  const cache = useQueryClient();
  const choice = useChoice(stock);
  const [to, setTo] = useState(stock.takers[0]?.starts_at ? stock.takers[0].id : '');
  const [note, setNote] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const refresh = () => cache.invalidateQueries({ queryKey: keys.stock(shop) });
  const save = useChange({
    save: () => prepare(shop, key, { to, note, items: choice.items }),
    saved: async () => {
      await Promise.all([onPrepared(), refresh()]);
      onClose();
    },
    refresh: () => {
      setKey(crypto.randomUUID());
      return refresh();
    },
  });
  const errors = fieldsOf(save.error);
  return (
    <Dialog
      title={t('handover.prepare')} ok={t('handover.prepare_ok', { n: choice.items.length })} width={720} busy={save.isPending} conflict={save.conflict} disabled={choice.items.length === 0}
      error={besides(save.error, (field) => field === 'to' || field === 'note')} onOk={() => save.mutate()} onClose={onClose}
    >
      <p className="quiet">{t('handover.prepare_hint')}</p>
      <Field label={t('handover.taker')} required error={errors.to}>{(id) => <TakerSelect id={id} stock={stock} value={to} onChange={setTo} />}</Field>
      <Field label={t('handover.note')} required error={errors.note}>
        {(id) => <Input.TextArea id={id} value={note} maxLength={500} placeholder={t('handover.note_example')} autoSize={{ minRows: 2, maxRows: 4 }} onChange={(event) => setNote(event.target.value)} />}
      </Field>
      <ul className="stock">
        {stock.cases.map((each) => <CaseRow key={each.id} one={each} zone={stock.zone} choice={choice} />)}
        {stock.talks.map((each) => (
          <StockRow key={each.id} id={`talk-${each.id}`} title={`${t('handover.talk')} · ${buyerName(each.buyer)}`} waits={each.waits} choice={choice}>
            <p><WaitingClock since={each.waiting_since} /> <span>{each.said}</span></p>
          </StockRow>
        ))}
      </ul>
    </Dialog>
  );
}

function TakerSelect({ id, stock, value, onChange }: { id: string; stock: HandoverStock; value: string; onChange(id: string): void }) {
  const t = useT();
  const now = useNow();
  const label = ({ name, shift, starts_at: from, ends_at: until }: HandoverTaker) => {
    if (!from || !until) return name;
    const time = clockTime(Date.parse(Date.parse(from) > now ? from : until), stock.zone);
    return t(Date.parse(from) > now ? 'handover.taker_next' : 'handover.taker_now', { name, shift, time });
  };
  return <Select id={id} style={{ width: '100%' }} showSearch={{ optionFilterProp: 'label' }} value={value || undefined} placeholder={t('handover.taker_choose')} options={stock.takers.map((each) => ({ value: each.id, label: label(each) }))} onChange={onChange} />;
}

function CaseRow({ one, zone, choice }: { one: HandoverCase; zone: string; choice: Choice }) {
  const now = useNow();
  return (
    <StockRow id={`case-${one.id}`} title={`${one.number} · ${buyerName(one.buyer)}`} waits={one.waits} choice={choice}>
      <p>{tOr(`scenario.${one.scenario}`, one.scenario)} · {tOr(`stage.${one.stage}`, one.stage)}{one.summary && ` · ${one.summary}`}</p>
      {one.commitments.map((each) => (
        <p key={each.id} className="sheet-commitment"><DueChip at={each.due_at} broken={each.broken} /><span>{each.text}</span><time dateTime={each.due_at}>{dayTime(Date.parse(each.due_at), now, zone)}</time></p>
      ))}
    </StockRow>
  );
}

function StockRow({ id, title, waits, choice, children }: { id: string; title: string; waits: boolean; choice: Choice; children: React.ReactNode }) {
  const t = useT();
  return (
    <li>
      <Checkbox checked={choice.on(id)} disabled={waits} onChange={() => choice.toggle(id)}>{title}</Checkbox>
      {waits && <span className="tag">{t('handover.on_a_sheet')}</span>}
      <div className="stock-more">
        {children}
        {choice.on(id) && <Input size="small" aria-label={t('handover.item_note', { name: title })} placeholder={t('handover.item_note_example')} value={choice.note(id)} maxLength={500} onChange={(event) => choice.write(id, event.target.value)} />}
      </div>
    </li>
  );
}
