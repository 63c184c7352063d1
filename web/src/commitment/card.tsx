import { FieldTimeOutlined } from '@ant-design/icons';
import type { Commitment } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { CopyText } from '../ui/copy';
import { countdown, dateTime, dayTime } from '../ui/time';
import { look, type Look } from './state';
import './commitment.css';

/** A commitment in the thread, as buyer and agent both see it. */
export function CommitmentCard({ commitment, zone }: { commitment: Commitment; zone: string }) {
  const t = useT();
  const now = useNow();
  const due = Date.parse(commitment.due_at);
  const state = look(commitment, now);
  return (
    <article className={`card card-${state}`} aria-label={t('commitment.title')}>
      <header><FieldTimeOutlined /><b>{t('commitment.title')}</b><StateTag state={state} /></header>
      <p>{commitment.text}</p>
      <footer>
        <span>{t('commitment.by', { time: dayTime(due, now, zone) })}</span>
        <span>{t('commitment.owner', { name: commitment.owner.name })}</span>
        {commitment.state === 'open' && <Clock due={due} now={now} />}
        {commitment.state === 'open' && <CopyText text={t('commitment.as_text', { text: commitment.text, time: dateTime(due, zone) })} />}
      </footer>
    </article>
  );
}

export function StateTag({ state }: { state: Look }) {
  const t = useT();
  return <span className={`state-tag state-tag-${state}`}>{t(`commitment.state.${state}`)}</span>;
}

function Clock({ due, now }: { due: number; now: number }) {
  const t = useT();
  const over = now > due;
  return <span className={over ? 'card-clock card-clock-over' : 'card-clock'}>{t(over ? 'due.over' : 'due.left', { time: countdown(due - now) })}</span>;
}
