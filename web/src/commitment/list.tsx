import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Commitment } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { countdown, dayTime } from '../ui/time';
import { StateTag } from './card';
import { MakeDialog, SettleDialog, type Settling } from './dialogs';
import { look, passed } from './state';
import './commitment.css';

interface Props {
  caseId: string;
  shop: string;
  commitments: Commitment[];
  zone: string;
  /** Whether this person may make, keep and update them, and waive them. */
  mayWrite: boolean;
  mayWaive: boolean;
  onChanged(): void;
}

/** The commitments of a case: the running ones with their clocks, then the settled. */
export function CommitmentList({ caseId, shop, commitments, zone, mayWrite, mayWaive, onChanged }: Props) {
  const t = useT();
  const [making, setMaking] = useState(false);
  const [settling, setSettling] = useState<Settling | null>(null);
  const open = commitments.filter((each) => each.state === 'open').sort((a, b) => a.due_at.localeCompare(b.due_at));
  const settled = commitments.filter((each) => each.state !== 'open').sort((a, b) => b.due_at.localeCompare(a.due_at));
  return (
    <section className="panel-part" aria-label={t('commitment.list')}>
      <header>
        <h3>{t('commitment.list')}</h3>
        {mayWrite && <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => setMaking(true)}>{t('commitment.make')}</Button>}
      </header>
      {commitments.length === 0 && <p className="quiet">{t('commitment.none')}</p>}
      <ul className="commitments">
        {open.map((each) => (
          <Running
            key={each.id} commitment={each} zone={zone} mayWrite={mayWrite} mayWaive={mayWaive}
            onSettle={(act) => setSettling({ act, commitment: each })}
          />
        ))}
        {settled.map((each) => <Settled key={each.id} commitment={each} zone={zone} />)}
      </ul>
      {making && <MakeDialog caseId={caseId} shop={shop} zone={zone} onClose={() => setMaking(false)} onChanged={onChanged} />}
      {settling && <SettleDialog {...settling} zone={zone} onClose={() => setSettling(null)} onChanged={onChanged} />}
    </section>
  );
}

interface RunningProps {
  commitment: Commitment;
  zone: string;
  mayWrite: boolean;
  mayWaive: boolean;
  onSettle(act: Settling['act']): void;
}

function Running({ commitment, zone, mayWrite, mayWaive, onSettle }: RunningProps) {
  const t = useT();
  const now = useNow();
  const due = Date.parse(commitment.due_at);
  const state = look(commitment, now);
  const part = passed(commitment, now);
  const tone = state !== 'open' ? 'over' : part > 0.8 ? 'hot' : 'calm';
  return (
    <li className={`running running-${tone}`}>
      <div className="running-head">
        <div>
          <b>{commitment.text}</b>
          <em>{dayTime(due, now, zone)} · {commitment.owner.name}</em>
        </div>
        <div className="running-clock">
          <span role="timer" aria-label={t(state === 'open' ? 'due.left' : 'due.over', { time: countdown(due - now) })}>
            {state === 'open' ? '' : '+'}{countdown(due - now)}
          </span>
          <i className="bar"><i style={{ width: `${part * 100}%` }} /></i>
        </div>
      </div>
      {state === 'grace' && <p className="running-note">{t('commitment.grace', { time: dayTime(Date.parse(commitment.grace_ends_at), now, zone) })}</p>}
      {state === 'broken' && <p className="running-note">{t('commitment.broken')}</p>}
      <div className="running-acts">
        {mayWrite && <Button size="small" type="primary" ghost onClick={() => onSettle('keep')}>{t('commitment.keep')}</Button>}
        {mayWrite && <Button size="small" onClick={() => onSettle('update')}>{t('commitment.update')}</Button>}
        {mayWaive && <Button size="small" type="text" onClick={() => onSettle('waive')}>{t('commitment.waive')}</Button>}
      </div>
    </li>
  );
}

function Settled({ commitment, zone }: { commitment: Commitment; zone: string }) {
  const now = useNow();
  return (
    <li className="settled">
      <div>
        <span title={commitment.text}>{commitment.text}</span>
        <em>{dayTime(Date.parse(commitment.due_at), now, zone)}{commitment.note && ` · ${commitment.note}`}</em>
      </div>
      <StateTag state={look(commitment, now)} />
    </li>
  );
}
