import { FileZipOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Case, Stance, StanceBasis, StanceOfCase } from '../api/wire';
import { money } from '../ui/money';
import { Failure, sentence } from '../ui/states';
import { stanceQuery, takeAppeal, useStanceChanged, type Saying } from './api';
import { Features } from './features';
import { Pins, Steps } from './history';
import { useT } from './words';
import './stance.css';

// The forms come when they are needed.
const OpenDialog = lazy(() => import('./dialogs').then(({ OpenDialog: it }) => ({ default: it })));
const SayDialog = lazy(() => import('./dialogs').then(({ SayDialog: it }) => ({ default: it })));
const EndDialog = lazy(() => import('./dialogs').then(({ EndDialog: it }) => ({ default: it })));
const WeighDialog = lazy(() => import('./weigh'));
const ReopenDialog = lazy(() => import('./dialogs').then(({ ReopenDialog: it }) => ({ default: it })));

interface Props {
  complaint: Case;
  /** Number of the last message of the conversation. */
  head: number;
  mayWrite: boolean;
  /** Somebody wants to open it although nothing is seen. */
  byHand: boolean;
  onByHand(on: boolean): void;
  /** Goes to a message. */
  onMessage(seq: number): void;
}

type Doing = Saying | 'open' | 'end' | 'reopen' | 'weigh' | null;

/** Where more is asked for than is due: what can be seen, where we stand, and what was kept. Nothing is here where nothing is seen. */
export default function StanceOfCasePart({ complaint, head, mayWrite, byHand, onByHand, onMessage }: Props) {
  const t = useT();
  const [doing, setDoing] = useState<Doing>(null);
  const { data, error, refetch } = useQuery(stanceQuery(complaint.id, head));
  const close = () => (setDoing(null), onByHand(false));
  const shown = byHand && !data?.stance ? 'open' : doing;
  if (!data) return error && byHand ? <Failure error={error} retry={() => void refetch()} /> : null;
  const { stance } = data;
  if (!stance && data.features.length === 0 && !byHand) return null;
  return (
    <section className="panel-part stance" aria-label={t('stance.title')}>
      <header>
        <h3>{t('stance.title')}</h3>
        {stance && <span className={`stance-state stance-${stance.state}`}>{t(stance.outcome ? `stance.outcome.${stance.outcome}` : 'stance.state.open')}</span>}
      </header>
      <Features features={data.features} basis={data.basis} zone={data.zone} onMessage={onMessage} />
      <Limit basis={data.basis} onWeigh={mayWrite && stance?.state === 'open' ? () => setDoing('weigh') : undefined} />
      {stance && <Steps stance={stance} offered={data.offered} zone={data.zone} onMessage={onMessage} />}
      {stance && <Pins stance={stance} zone={data.zone} onMessage={onMessage} />}
      {mayWrite && <Acts data={data} open={complaint.stage !== 'closed'} onDo={setDoing} />}
      {mayWrite && stance && <TakeAppeal stance={stance} number={complaint.number} />}
      <Suspense>
        {shown === 'open' && <OpenDialog complaint={complaint} data={data} onClose={close} />}
        {stance && (doing === 'position' || doing === 'offer' || doing === 'final') && <SayDialog verb={doing} stance={stance} data={data} onClose={close} />}
        {stance && doing === 'weigh' && <WeighDialog stance={stance} basis={data.basis} onClose={close} />}
        {stance && doing === 'end' && <EndDialog stance={stance} onClose={close} />}
        {stance && doing === 'reopen' && <ReopenDialog stance={stance} onClose={close} />}
      </Suspense>
    </section>
  );
}

/** The most that policy and law give, or what has to be found out first. */
function Limit({ basis, onWeigh }: { basis: StanceBasis; onWeigh?: () => void }) {
  const t = useT();
  const reasons = basis.reasons.map(({ name, article }) => article || name);
  return (
    <p className="stance-limit">
      {basis.fen === null ? t('stance.unknown') : <>{t('stance.most')} <b>{money(basis.fen)}</b></>}
      {basis.fen === null && basis.questions.length > 0 && <em>{t('stance.questions', { questions: basis.questions.slice(0, 4).map((each) => each.name).join(t('stance.comma')) })}</em>}
      {onWeigh && (basis.fen === null || basis.questions.length > 0) && <Button size="small" type="link" onClick={onWeigh}>{t('stance.weigh')}</Button>}
      {basis.fen !== null && reasons.length > 0 && <em title={reasons.join('\n')}>{t('stance.by', { reasons: reasons.slice(0, 2).join(t('stance.comma')) })}</em>}
    </p>
  );
}

function Acts({ data: { stance }, open, onDo }: { data: StanceOfCase; open: boolean; onDo(what: Doing): void }) {
  const t = useT();
  if (!stance) return open ? <div className="row-acts"><Button size="small" type="primary" onClick={() => onDo('open')}>{t('stance.open')}</Button></div> : null;
  if (stance.state === 'closed') return <div className="row-acts"><Button size="small" onClick={() => onDo('reopen')}>{t('stance.reopen')}</Button></div>;
  const done = (verb: Saying) => stance.steps.some((each) => each.verb === verb);
  const next = (['position', 'offer', 'final'] as const).find((each) => !done(each));
  return (
    <div className="row-acts">
      {(['position', 'offer', 'final'] as const).map((each) => (
        <Button key={each} size="small" type={each === next ? 'primary' : 'default'} onClick={() => onDo(each)}>{t(`stance.verb.${each}`)}</Button>
      ))}
      <Button size="small" type="text" onClick={() => onDo('end')}>{t('stance.end')}</Button>
    </div>
  );
}

/** Hands out what a platform gets to judge by. */
function TakeAppeal({ stance, number }: { stance: Stance; number: string }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useStanceChanged();
  const take = useMutation({
    mutationFn: () => takeAppeal(stance, t('stance.pack_name', { number })),
    onSuccess: () => message.success(t('stance.exported')),
    onError: (error) => message.error(sentence(error)),
    onSettled: changed,
  });
  return (
    <p className="stance-pack">
      <Button size="small" icon={<FileZipOutlined />} loading={take.isPending} onClick={() => take.mutate()}>{t('stance.export')}</Button>
      <span className="quiet">{t('stance.export_hint')}</span>
    </p>
  );
}
