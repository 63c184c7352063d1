import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Case, Commitment } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { act, useCaseChanged } from './api';
import { Flags } from './flags';
import { NextStep } from './next_step';
import { EscalateDialog, HandOverDialog, MergeDialog } from './owner';
import { StageLine } from './stage_line';

interface Props {
  complaint: Case;
  commitments: Commitment[];
  zone: string;
  mayWrite: boolean;
  /** Other open cases of the buyer. */
  others: Case[];
  /** What the buyer was heard to say, for saying it back. */
  heard?: string;
  /** What other nouns do with it. */
  acts?: ReactNode;
}

/** Where a case is, what comes next, and who answers for it. */
export function CaseHead({ complaint, commitments, zone, mayWrite, others, heard, acts }: Props) {
  const t = useT();
  const now = useNow();
  const [doing, setDoing] = useState<'hand_over' | 'escalate' | 'merge' | null>(null);
  const close = () => setDoing(null);
  const waits = complaint.escalation && !complaint.escalation.accepted_at;
  return (
    <section className="panel-part" aria-label={t('case.title')}>
      <header>
        <h3>{t('case.numbered', { number: complaint.number })}</h3>
        <span className={`tag tag-${complaint.severity}`}>{t(`severity.${complaint.severity}`)}</span>
      </header>
      <StageLine complaint={complaint} />
      <NextStep complaint={complaint} commitments={commitments} zone={zone} mayWrite={mayWrite} heard={heard} />
      <Flags complaint={complaint} zone={zone} />
      <dl className="people">
        <div><dt>{t('case.owner')}</dt><dd>{complaint.owner.name}</dd></div>
        <div><dt>{t('case.first_contact')}</dt><dd>{complaint.first_contact.name}</dd></div>
        <div><dt>{t('case.opened_at')}</dt><dd>{dayTime(Date.parse(complaint.opened_at), now, zone)}</dd></div>
      </dl>
      {mayWrite && (
        <div className="row-acts">
          <Button size="small" onClick={() => setDoing('hand_over')}>{t('owner.hand_over')}</Button>
          {!waits && <Button size="small" onClick={() => setDoing('escalate')}>{t('escalate.title')}</Button>}
          {others.length > 0 && <Button size="small" onClick={() => setDoing('merge')}>{t('merge.act')}</Button>}
          {acts}
        </div>
      )}
      {doing === 'hand_over' && <HandOverDialog complaint={complaint} onClose={close} />}
      {doing === 'escalate' && <EscalateDialog complaint={complaint} onClose={close} />}
      {doing === 'merge' && <MergeDialog complaint={complaint} others={others} onClose={close} />}
    </section>
  );
}

/** Says of a merged case where it went on, and takes that back. */
export function Merged({ complaint, into, mayWrite }: { complaint: Case; into?: Case; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useCaseChanged(complaint.conversation_id);
  const split = useMutation({
    mutationFn: () => act('/api/cases/{id}/split', complaint, {}),
    onSettled: () => changed(),
    onError: (error) => message.error(sentence(error)),
  });
  return (
    <section className="panel-part merged" aria-label={t('merge.merged')}>
      <p>{t('merge.merged_into', { number: into?.number ?? '' })}</p>
      {mayWrite && <Button size="small" loading={split.isPending} onClick={() => split.mutate()}>{t('merge.split')}</Button>}
    </section>
  );
}
