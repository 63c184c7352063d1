import { CheckCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case, Commitment } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { AskDialog, type Parting } from './ask';
import { CloseDialog, type CloseBy } from './closing';
import { outcomeState, unsettled, type OutcomeState } from './outcome_state';

interface Props {
  complaint: Case;
  commitments: Commitment[];
  zone: string;
  mayAsk: boolean;
  mayCloseWithReason: boolean;
  parting?: Parting;
}

/** How it ends: the buyer's word, a record, silence, or a supervisor's reason. */
export function Outcome({ complaint, commitments, zone, mayAsk, mayCloseWithReason, parting }: Props) {
  const t = useT();
  const [doing, setDoing] = useState<'ask' | CloseBy | null>(null);
  const state = outcomeState(complaint);
  const owed = unsettled(commitments, complaint.id);
  const open = complaint.stage !== 'closed';
  const close = () => setDoing(null);
  return (
    <section className="panel-part" aria-label={t('outcome.title')}>
      <header><h3>{t('outcome.title')}</h3></header>
      <Standing complaint={complaint} state={state} zone={zone} />
      {open && mayAsk && askable(state) && (
        <Button block icon={<CheckCircleOutlined />} disabled={owed > 0} onClick={() => setDoing('ask')}>{t('outcome.ask')}</Button>
      )}
      {open && owed > 0 && <p className="blocked">{t('outcome.blocked', { n: owed })}</p>}
      <div className="row-acts">
        {open && mayAsk && <Button size="small" type="text" disabled={owed > 0} onClick={() => setDoing('verified')}>{t('closing.verified')}</Button>}
        {open && mayCloseWithReason && <Button size="small" type="text" disabled={owed > 0} onClick={() => setDoing('reason')}>{t('closing.reason')}</Button>}
        {!open && !complaint.merged_into && mayAsk && <Button size="small" onClick={() => setDoing('reopen')}>{t('closing.reopen')}</Button>}
      </div>
      {doing === 'ask' && <AskDialog complaint={complaint} zone={zone} parting={parting} onClose={close} />}
      {doing && doing !== 'ask' && <CloseDialog complaint={complaint} by={doing} onClose={close} />}
    </section>
  );
}

function Standing({ complaint, state, zone }: { complaint: Case; state: OutcomeState; zone: string }) {
  const t = useT();
  const now = useNow();
  const { closing, outcome_asked_at: asked, reminders } = complaint;
  const how = closing?.how === 'confirmed' ? undefined : closing?.how;
  const by = how ? closing : undefined;
  return (
    <p className={`outcome-words outcome-${state}`}>
      {t(how ? `closing.how.${how}` : `outcome.${state}`)}
      {by?.note && <q>{by.note}</q>}
      {!by && complaint.outcome_words && <q>{complaint.outcome_words}</q>}
      {state === 'asked' && asked && <em>{t('outcome.asked_at', { time: dayTime(Date.parse(asked), now, zone) })}</em>}
      {state === 'asked' && reminders > 0 && <em>{t('outcome.reminded', { n: reminders })}</em>}
      {by?.by.name && <em>{by.by.name}</em>}
    </p>
  );
}

function askable(state: OutcomeState): boolean {
  return state === 'not_asked' || state === 'declined';
}
