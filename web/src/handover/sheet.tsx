import { useMutation } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { besides, fieldsOf, isConflict } from '../api/problem';
import type { Handover, HandoverItem } from '../api/wire';
import { tOr, useT } from '../i18n';
import { useMe } from '../identity/api';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { DueChip } from '../ui/due';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { clockTime, dayTime } from '../ui/time';
import { accept, handBack, withdraw } from './api';
import './handover.css';

interface Props {
  sheet: Handover;
  /** Fetches what has become of it. */
  onChanged(): Promise<unknown>;
  onConversation(id: string): void;
}

/** Acts on a sheet from the version that was seen; who was slower sees the newer state. */
function useAct(onChanged: () => Promise<unknown>) {
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (act: () => Promise<Handover>) => act(),
    onSuccess: onChanged,
    onError: (error) => {
      void message.error(sentence(error));
      if (isConflict(error)) void onChanged();
    },
  });
}

const waits = (each: HandoverItem) => each.state === 'waiting';

/** What one person hands over to another, item by item. */
export function Sheet({ sheet, onChanged, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const act = useAct(onChanged);
  const [back, setBack] = useState<HandoverItem | null>(null);
  const left = sheet.items.filter(waits).length;
  const taker = sheet.to.id === me.id;
  const take = (items: number[]) => act.mutate(() => accept(sheet, items));
  return (
    <article className={sheet.called_at && left > 0 ? 'sheet sheet-called' : 'sheet'} aria-label={t('handover.sheet', { from: sheet.from.name, to: sheet.to.name })}>
      <header>
        <Title sheet={sheet} />
        <span className="grow" />
        {taker && left > 0 && <Button type="primary" loading={act.isPending} onClick={() => take([])}>{t(left === sheet.items.length ? 'handover.accept_all' : 'handover.accept_rest', { n: left })}</Button>}
        {sheet.from.id === me.id && left > 0 && <Button disabled={act.isPending} onClick={() => act.mutate(() => withdraw(sheet))}>{t('handover.withdraw')}</Button>}
      </header>
      {sheet.note && <p className="sheet-note">{sheet.note}</p>}
      <ul>
        {sheet.items.map((each) => (
          <Item key={each.n} item={each} zone={sheet.zone} onConversation={onConversation}>
            {taker && waits(each) && (
              <>
                <Button size="small" disabled={act.isPending} onClick={() => take([each.n])}>{t('handover.accept')}</Button>
                <Button size="small" type="text" disabled={act.isPending} onClick={() => setBack(each)}>{t('handover.hand_back')}</Button>
              </>
            )}
          </Item>
        ))}
      </ul>
      {back && <BackDialog sheet={sheet} item={back} onChanged={onChanged} onClose={() => setBack(null)} />}
    </article>
  );
}

function Title({ sheet }: { sheet: Handover }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const made = dayTime(Date.parse(sheet.made_at), now, sheet.zone);
  const words = sheet.to.id === me.id ? t('handover.from', { name: sheet.from.name }) : sheet.from.id === me.id ? t('handover.to', { name: sheet.to.name }) : t('handover.sheet', { from: sheet.from.name, to: sheet.to.name });
  const ended = Date.parse(sheet.ends_at) <= now;
  // Without a shift it ends when the sheet was made, which says nothing.
  const ends = sheet.ends_at !== sheet.made_at && t(ended ? 'handover.ended' : 'handover.ends', { time: clockTime(Date.parse(sheet.ends_at), sheet.zone) });
  return <div><h3>{words}</h3><p>{[made, ends].filter(Boolean).join(' · ')}</p></div>;
}

/** A case with its commitments, or a conversation. */
function Item({ item, zone, onConversation, children }: { item: HandoverItem; zone: string; onConversation(id: string): void; children?: React.ReactNode }) {
  const t = useT();
  const now = useNow();
  const why = item.state === 'passed' ? tOr(`handover.why.${item.why}`, t('handover.why.other')) : item.why;
  return (
    <li className={`sheet-item sheet-${item.state}`}>
      <div className="sheet-what">
        <p>
          <button type="button" className="wall-link" onClick={() => onConversation(item.conversation_id)}>{item.kind === 'case' ? item.number : t('handover.talk')} · {buyerName(item.buyer)}</button>
          {item.severity && <span className={`sheet-severity sheet-${item.severity}`}>{tOr(`severity.${item.severity}`, item.severity)}</span>}
        </p>
        {item.words && <p className="sheet-words">{item.words}</p>}
        {item.commitments.map((each) => (
          <p key={each.id} className="sheet-commitment">
            {waits(item) && <DueChip at={each.due_at} />}<span>{each.text}</span><time dateTime={each.due_at}>{dayTime(Date.parse(each.due_at), now, zone)}</time>
          </p>
        ))}
        {item.note && <blockquote className="quoted">{item.note}</blockquote>}
        {why && <p className="sheet-why">{why}</p>}
      </div>
      {waits(item) ? children && <div className="sheet-acts">{children}</div> : <span className="tag">{t(`handover.state.${item.state}`)}</span>}
      {waits(item) && !children && <span className="tag">{t('handover.state.waiting')}</span>}
    </li>
  );
}

function BackDialog({ sheet, item, onChanged, onClose }: { sheet: Handover; item: HandoverItem; onChanged(): Promise<unknown>; onClose(): void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: () => handBack(sheet, item.n, reason),
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
    onError: (error) => isConflict(error) && void onChanged(),
  });
  return (
    <Dialog title={t('handover.hand_back')} ok={t('handover.hand_back')} busy={save.isPending} error={besides(save.error, (field) => field === 'reason')} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t('handover.hand_back_hint', { name: sheet.from.name })}</p>
      <Field label={t('handover.reason')} required error={fieldsOf(save.error).reason}>
        {(id) => <Input.TextArea id={id} autoFocus value={reason} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => setReason(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
