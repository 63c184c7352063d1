import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Recall } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Failure, Loading, sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { approveRecall, closeRecall, recallQuery, writeRecall } from './api';
import { Buyers } from './buyers';
import { keys } from './keys';
import { Tasks } from './tasks';

/** Runs a step of a recall; what came of it is shown everywhere. */
export function useStep(run: () => Promise<Recall>, done?: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: (next) => {
      cache.setQueryData(keys.one(next.id), next);
      done?.();
    },
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.all }),
  });
}

/** How far a recall is: who was told, who has answered, what departments do, and its end. */
export function Detail({ id, zone, onConversation }: { id: string; zone: string; onConversation(id: string): void }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const { data: recall, error, refetch } = useQuery(recallQuery(id));
  if (!recall) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />;
  const mayWrite = recall.state !== 'closed' && mayIn(me, recall.shop_id, 'case.write');
  return (
    <article className="recall" aria-label={recall.name}>
      <header>
        <h2>{recall.name}</h2>
        <span className={`recall-state recall-state-${recall.state}`}>{t(`recalls.state.${recall.state}`)}</span>
      </header>
      <p className="quiet">
        {[t(`recalls.reason.${recall.reason}`), `${t('recalls.code')} ${recall.code}`, recall.batch && t('recalls.batch_of', { batch: recall.batch }), recall.shop_name].filter(Boolean).join(' · ')}
        {recall.case_number && recall.conversation_id && <Button size="small" type="link" onClick={() => onConversation(recall.conversation_id)}>{recall.case_number}</Button>}
      </p>
      <Tally recall={recall} />
      <Words recall={recall} mayWrite={mayWrite} />
      <Tasks recall={recall} mayWrite={mayWrite} zone={zone} />
      {mayIn(me, recall.shop_id, 'order.read') && <Buyers recall={recall} mayWrite={mayWrite} zone={zone} onConversation={onConversation} />}
      {recall.state === 'closed'
        ? <section><h3>{t('recalls.result')}</h3><blockquote className="said">{recall.result}</blockquote><p className="quiet">{recall.closed_by?.name} · {dayTime(Date.parse(recall.closed_at!), now, zone)}</p></section>
        : mayIn(me, recall.shop_id, 'team.supervise') && <Close recall={recall} />}
    </article>
  );
}

function Tally({ recall }: { recall: Recall }) {
  const t = useT();
  const numbers = [['orders', recall.orders], ['people', recall.people], ['told', recall.told], ['answered', recall.answered], ['by_hand', recall.by_hand], ['unreached', recall.unreached]] as const;
  return (
    <>
      <dl className="recall-tally">{numbers.map(([name, n]) => <div key={name} className={name === 'unreached' && n > 0 ? 'recall-bad' : undefined}><dd>{n}</dd><dt>{t(`recalls.tally.${name}`)}</dt></div>)}</dl>
      {recall.more && <p className="form-error">{t('recalls.too_many', { n: recall.orders })}</p>}
    </>
  );
}

/** What the buyers are told: written by one, approved by another. */
function Words({ recall, mayWrite }: { recall: Recall; mayWrite: boolean }) {
  const t = useT();
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? (recall.message || recall.suggested);
  const write = useStep(() => writeRecall(recall, shown), () => setText(null));
  const approve = useStep(() => approveRecall(recall));
  const before = recall.state === 'open' || recall.state === 'waiting';
  const editing = before && mayWrite && (recall.state === 'open' || text !== null);
  return (
    <section aria-label={t('recalls.words')}>
      <h3>{t('recalls.words')}</h3>
      {editing
        ? <Input.TextArea aria-label={t('recalls.words')} value={shown} maxLength={500} showCount autoSize={{ minRows: 3, maxRows: 8 }} onChange={(event) => setText(event.target.value)} />
        : <blockquote className="said">{recall.message || t('recalls.no_words')}</blockquote>}
      {editing && <p className="quiet">{t('recalls.places')}</p>}
      {recall.state === 'waiting' && text === null && <p className="quiet">{t(recall.may_approve ? 'recalls.approve_hint' : 'recalls.waits', { who: recall.message_by?.name ?? '' })}</p>}
      {recall.approved_by && <p className="quiet">{t('recalls.approved', { who: recall.approved_by.name, by: recall.message_by?.name ?? '' })}</p>}
      <div className="row-acts">
        {editing && <Button type="primary" loading={write.isPending} disabled={shown.trim() === ''} onClick={() => write.mutate()}>{t('recalls.submit')}</Button>}
        {recall.state === 'waiting' && recall.may_approve && text === null && <Button type="primary" danger loading={approve.isPending} onClick={() => approve.mutate()}>{t('recalls.approve', { n: recall.people })}</Button>}
        {recall.state === 'waiting' && mayWrite && text === null && <Button onClick={() => setText(recall.message)}>{t('recalls.rewrite')}</Button>}
      </div>
      <Wrong error={write.error ?? approve.error} />
    </section>
  );
}

/** What went wrong with a step, in words. */
export function Wrong({ error }: { error: unknown }) {
  const t = useT();
  if (!error) return null;
  return <p className="form-error" role="alert">{sentence(error)} {isConflict(error) && t('recalls.looked_again')}</p>;
}

function Close({ recall }: { recall: Recall }) {
  const t = useT();
  const [result, setResult] = useState('');
  const close = useStep(() => closeRecall(recall, result.trim()));
  return (
    <section aria-label={t('recalls.close')}>
      <h3>{t('recalls.close')}</h3>
      <Input.TextArea aria-label={t('recalls.result')} value={result} maxLength={1000} placeholder={t('recalls.result_hint')} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => setResult(event.target.value)} />
      <div className="row-acts"><Button loading={close.isPending} disabled={result.trim() === ''} onClick={() => close.mutate()}>{t('recalls.close_ok')}</Button></div>
      <Wrong error={close.error} />
    </section>
  );
}
