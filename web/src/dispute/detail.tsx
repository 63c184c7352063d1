import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import type { DisputeDetail, DisputeMove } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Failure, Loading, sentence } from '../ui/states';
import { dayTime, fullTime } from '../ui/time';
import { disputeQuery, takePack, useDisputesChanged } from './api';
import { yuan } from '../ui/money';
import { ChangeDialog } from './change';
import { DeadlineDialog, MoveDialog, type Verb } from './moves';
import { PackPart } from './pack';
import { DisputeClock, DisputeTag } from './parts';
import './dispute.css';

interface Props {
  /** Empty while none is looked at. */
  id: string;
  onClose(): void;
  onConversation?(id: string): void;
}

/** One dispute with its clock, its answer pack and what was done, beside the list. */
export function DisputeDrawer({ id, onClose, onConversation }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(disputeQuery(id));
  return (
    <Drawer open={id !== ''} size={760} title={data ? `${t(`dispute.kind.${data.kind}`)} ${data.number}` : t('dispute.title')} onClose={onClose} destroyOnHidden>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {data && <Detail key={data.id} dispute={data} onConversation={onConversation} />}
    </Drawer>
  );
}

function Detail({ dispute, onConversation }: { dispute: DisputeDetail } & Pick<Props, 'onConversation'>) {
  const me = useMe();
  const mayWrite = mayIn(me, dispute.shop_id, 'dispute.write');
  return (
    <article className="dispute-detail">
      <Head dispute={dispute} mayWrite={mayWrite} />
      <FactsPart dispute={dispute} mayWrite={mayWrite} onConversation={onConversation} />
      <PackPart dispute={dispute} mayWrite={mayWrite} />
      <Moves dispute={dispute} />
    </article>
  );
}

function Head({ dispute, mayWrite }: { dispute: DisputeDetail; mayWrite: boolean }) {
  const t = useT();
  const now = useNow();
  const { message } = App.useApp();
  const refresh = useDisputesChanged();
  const [doing, setDoing] = useState<Verb | 'deadline' | null>(null);
  const pack = useMutation({ mutationFn: () => takePack(dispute), onSuccess: refresh, onError: (error) => message.error(sentence(error)) });
  const { state, step, outcome } = dispute;
  const at = (time: string) => dayTime(Date.parse(time), now, dispute.zone);
  const appeals = state === 'decided' && (outcome === 'lost' || outcome === 'partly') && (!dispute.appeal_by || Date.parse(dispute.appeal_by) > now);
  const act = (verb: Verb, primary = false) => <Button type={primary ? 'primary' : 'default'} onClick={() => setDoing(verb)}>{t(`dispute.do.${verb}`)}</Button>;
  return (
    <section className="dispute-head" aria-label={t('dispute.clock')}>
      <p className="dispute-state"><DisputeTag dispute={dispute} />{step && <b>{t(`dispute.step.${step}`)}</b>}<DisputeClock dispute={dispute} /></p>
      {step && (
        <p className="dispute-deadline">
          {dispute.due_at ? t(`dispute.due_by.${dispute.due_by || 'hand'}`, { time: at(dispute.due_at) }) : t('dispute.enter_deadline')}
          {mayWrite && <Button size="small" type="link" onClick={() => setDoing('deadline')}>{t(dispute.due_at ? 'dispute.correct' : 'dispute.enter')}</Button>}
        </p>
      )}
      {state === 'decided' && <p className="dispute-deadline">{dispute.paid > 0 && t('dispute.paid_in_the_end', { amount: yuan(dispute.paid) })} {dispute.appeal_by && t('dispute.appeal_until', { time: at(dispute.appeal_by) })}</p>}
      {dispute.note && <p className="dispute-note">{dispute.note}</p>}
      {mayWrite && (
        <div className="dispute-acts">
          {(state === 'open' || state === 'asked_more') && act('answer', true)}
          {step === 'execute' && act('execute', true)}
          {(state === 'open' || state === 'answered' || state === 'appealed') && act('ask')}
          {state !== 'decided' && act('decide')}
          {appeals && act('appeal')}
          <Button loading={pack.isPending} onClick={() => pack.mutate()}>{t('dispute.export')}</Button>
        </div>
      )}
      {doing === 'deadline' && <DeadlineDialog dispute={dispute} onClose={() => setDoing(null)} />}
      {doing && doing !== 'deadline' && <MoveDialog dispute={dispute} verb={doing} onClose={() => setDoing(null)} />}
    </section>
  );
}

function FactsPart({ dispute, mayWrite, onConversation }: { dispute: DisputeDetail; mayWrite: boolean } & Pick<Props, 'onConversation'>) {
  const t = useT();
  const [changing, setChanging] = useState(false);
  const talk = dispute.conversation_id;
  const rows: [string, string][] = [
    [t('dispute.platform'), t(`platform.${dispute.platform}`)],
    [t('dispute.reason'), t(`dispute.reason.${dispute.reason}` as 'dispute.reason.other')],
    [t('dispute.received'), fullTime(Date.parse(dispute.received_at), dispute.zone)],
    [t('dispute.amount'), dispute.amount > 0 ? yuan(dispute.amount) : '—'],
    [t('dispute.order_no'), dispute.order_no || '—'],
    [t('dispute.owner'), dispute.owner.name],
  ];
  return (
    <section aria-label={t('dispute.facts')}>
      <dl className="dispute-facts">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
        {dispute.case_number && <div><dt>{t('dispute.case')}</dt><dd>{talk && onConversation ? <button type="button" className="dispute-link" onClick={() => onConversation(talk)}>{dispute.case_number}</button> : dispute.case_number}</dd></div>}
      </dl>
      {dispute.demand && <p className="dispute-note">{t('dispute.demands', { text: dispute.demand })}</p>}
      {mayWrite && <Button size="small" type="link" onClick={() => setChanging(true)}>{t('dispute.change')}</Button>}
      {changing && <ChangeDialog dispute={dispute} onClose={() => setChanging(false)} />}
    </section>
  );
}

/** Who did what, the latest first. */
function Moves({ dispute }: { dispute: DisputeDetail }) {
  const t = useT();
  const words = ({ verb, note, outcome, due_at: due }: DisputeMove) => {
    const [piece, ...rest] = note.split(': ');
    const about = verb === 'waive' || verb === 'add_file' || verb === 'remove_file' ? `${t(`dispute.piece.${piece}` as 'dispute.piece.other')}${rest.length > 0 ? ` · ${rest.join(': ')}` : ''}` : note;
    const end = verb === 'decide' ? t(`dispute.outcome.${outcome}` as 'dispute.outcome.won') : '';
    return [end, about, due && verb !== 'decide' ? t('dispute.until', { time: fullTime(Date.parse(due), dispute.zone) }) : ''].filter(Boolean).join(' · ');
  };
  return (
    <section aria-label={t('dispute.history')}>
      <h3>{t('dispute.history')}</h3>
      <ol className="dispute-moves">
        {dispute.moves.toReversed().map((each) => (
          <li key={each.n}><time dateTime={each.at}>{fullTime(Date.parse(each.at), dispute.zone)}</time><b>{t(`verb.dispute.${each.verb}`)}</b><span>{words(each)}</span><em>{each.by.name}</em></li>
        ))}
      </ol>
    </section>
  );
}
