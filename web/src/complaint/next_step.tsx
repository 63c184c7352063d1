import { RightOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { Case, CaseNext, Commitment, Stage } from '../api/wire';
import { tOr, useT } from '../i18n';
import { sentence } from '../ui/states';
import { act, caseQuery, useCaseChanged } from './api';
import { AskDialog } from './ask';
import { outcomeState, unsettled } from './outcome_state';
import { AgreeDialog, ProposeDialog } from './plan';
import { RestateDialog } from './restatement';

type Dialog = 'restate' | 'propose' | 'agree' | 'ask';

interface Props {
  complaint: Case;
  commitments: Commitment[];
  zone: string;
  mayWrite: boolean;
  /** The restatement to begin with. */
  heard?: string;
}

/** What is missing for the next stage, and the one thing to do about it. */
export function NextStep({ complaint, commitments, zone, mayWrite, heard }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const [doing, setDoing] = useState<Dialog | null>(null);
  const { data } = useQuery(caseQuery(complaint.id));
  const changed = useCaseChanged(complaint.conversation_id);
  const move = useMutation({
    mutationFn: (stage: Stage) => act('/api/cases/{id}/move', complaint, { stage: stage as 'investigating' }),
    onSettled: () => changed(),
    onError: (error) => message.error(sentence(error)),
  });
  const stage = data?.next.stage;
  if (!stage) return null;
  const { missing, fast } = data.next;
  const todo = todoOf(complaint, data.next);
  const close = () => setDoing(null);
  const press = () => (todo === 'move' ? move.mutate(stage) : setDoing(todo));
  return (
    <div className="next">
      <div>
        <b>{t('next.title', { name: t(`stage.${stage}`) })}</b>
        {missing.length > 0
          ? <ul aria-label={t('next.missing')}>{missing.map((each) => <li key={each}>{tOr(`missing.${waits(complaint, each)}`, each)}</li>)}</ul>
          : <p>{t('next.ready')}</p>}
      </div>
      {mayWrite && fast && todo !== 'ask' && unsettled(commitments, complaint.id) === 0 && outcomeState(complaint) !== 'asked' && (
        <Button type="text" size="small" onClick={() => setDoing('ask')}>{t('next.fast')}</Button>
      )}
      {mayWrite && todo && (
        <Button type="primary" size="small" loading={move.isPending} icon={<RightOutlined />} iconPlacement="end" onClick={press}>
          {todo === 'move' ? tOr(`next.move.${stage}`, t(`stage.${stage}`)) : t(`next.${todo}`)}
        </Button>
      )}
      {doing === 'restate' && <RestateDialog complaint={complaint} heard={heard} onClose={close} />}
      {doing === 'propose' && <ProposeDialog complaint={complaint} onClose={close} />}
      {doing === 'agree' && <AgreeDialog complaint={complaint} zone={zone} onClose={close} />}
      {doing === 'ask' && <AskDialog complaint={complaint} zone={zone} onClose={close} />}
    </div>
  );
}

/** The words of a need; one that waits for the buyer says so. */
function waits(complaint: Case, need: string): string {
  return need === 'restatement' && complaint.restatement?.state === 'asked' ? 'restatement_asked' : need;
}

function todoOf(complaint: Case, { stage, missing }: CaseNext): Dialog | 'move' | null {
  if (missing.includes('answer') || missing.includes('commitments')) return null;
  switch (stage) {
    case 'understood': return missing.length === 0 ? 'move' : complaint.restatement?.state === 'asked' ? null : 'restate';
    case 'proposed': return missing.length === 0 ? 'move' : 'propose';
    case 'agreed': return missing.length === 0 ? 'move' : 'agree';
    case 'acknowledged': case 'investigating': case 'fulfilling': return 'move';
    case 'verifying': return 'ask';
    default: return null;
  }
}
