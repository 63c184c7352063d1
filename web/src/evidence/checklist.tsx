import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Evidence, EvidencePiece } from '../api/wire';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { useEvidenceChanged, waive } from './api';
import { pieceName, useT } from './words';

interface Props {
  caseId: string;
  evidence: Evidence;
  mayWrite: boolean;
  onAsk?: (piece: string) => void;
  onShow(item: string): void;
}

/** What the case should have, by its scenario. */
export function Checklist({ caseId, evidence, mayWrite, onAsk, onShow }: Props) {
  const t = useT();
  const { checklist, items } = evidence;
  if (checklist.length === 0) return items.length === 0 ? <p className="quiet">{t('evidence.no_checklist')}</p> : null;
  const lacking = checklist.filter((each) => each.required && each.status === 'missing');
  return (
    <>
      <p className={lacking.length > 0 ? 'evidence-line evidence-lacking' : 'evidence-line evidence-complete'} role="status">
        {lacking.length > 0 ? t('evidence.lacking', { n: lacking.length }) : t('evidence.complete')}
      </p>
      <ul className="evidence-list">
        {checklist.map((each) => (
          <Piece key={each.id} piece={each} caseId={caseId} mayWrite={mayWrite} onAsk={onAsk} onShow={() => {
            const first = items.find(({ piece }) => piece === each.id);
            if (first) onShow(first.id);
          }} />
        ))}
      </ul>
    </>
  );
}

const icons = { done: <CheckCircleFilled />, missing: <ExclamationCircleFilled />, not_needed: <MinusCircleOutlined /> };

function Piece({ piece, caseId, mayWrite, onAsk, onShow }: Omit<Props, 'evidence' | 'onShow'> & { piece: EvidencePiece; onShow(): void }) {
  const t = useT();
  const changed = useEvidenceChanged();
  const [waiving, setWaiving] = useState(false);
  const want = useMutation({ mutationFn: () => waive(caseId, piece, ''), onSettled: changed });
  const { status, required, count } = piece;
  const name = pieceName(piece);
  return (
    <li className={`evidence-piece evidence-${status}${required ? ' evidence-required' : ''}`} data-piece={piece.id}>
      <span className="evidence-icon" aria-hidden>{status === 'missing' && !required ? <MinusCircleOutlined /> : icons[status]}</span>
      <div>
        {status === 'done' ? <button type="button" className="evidence-link" onClick={onShow}>{name}</button> : <b>{name}</b>}
        <span className="quiet">
          {status === 'done' ? t('evidence.count', { n: count }) : status === 'not_needed' ? t('evidence.not_needed', { reason: piece.reason }) : t(required ? 'evidence.required' : 'evidence.optional')}
        </span>
      </div>
      {mayWrite && status !== 'done' && (
        <span className="evidence-piece-acts">
          {status === 'missing' && onAsk && !piece.ours && <Button size="small" type="link" aria-label={t('evidence.ask_for', { piece: name })} onClick={() => onAsk(piece.id)}>{t('evidence.ask_short')}</Button>}
          {status === 'missing' && <Button size="small" type="text" aria-label={t('evidence.waive_of', { piece: name })} onClick={() => setWaiving(true)}>{t('evidence.waive')}</Button>}
          {status === 'not_needed' && <Button size="small" type="text" loading={want.isPending} onClick={() => want.mutate()}>{t('evidence.want')}</Button>}
        </span>
      )}
      {waiving && <WaiveDialog piece={piece} caseId={caseId} onClose={() => setWaiving(false)} />}
    </li>
  );
}

function WaiveDialog({ piece, caseId, onClose }: { piece: EvidencePiece; caseId: string; onClose(): void }) {
  const t = useT();
  const changed = useEvidenceChanged();
  const [reason, setReason] = useState('');
  const save = useMutation({ mutationFn: () => waive(caseId, piece, reason), onSuccess: onClose, onSettled: changed });
  return (
    <Dialog title={t('evidence.waive_of', { piece: pieceName(piece) })} ok={t('evidence.waive')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={reason.trim() === ''} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('evidence.why')} required>{(id) => <Input id={id} autoFocus value={reason} maxLength={200} placeholder={t('evidence.why_example')} onChange={(event) => setReason(event.target.value)} />}</Field>
    </Dialog>
  );
}
