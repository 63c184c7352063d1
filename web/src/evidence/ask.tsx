import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { isConflict } from '../api/problem';
import type { AskedEvidence, Case, Evidence, EvidencePiece } from '../api/wire';
import { CopyButton } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { ask, useEvidenceChanged } from './api';
import { askedName, pieceName, useT } from './words';

interface Props {
  complaint: Case;
  evidence: Evidence;
  /** Pieces that are chosen at first. */
  begin: string[];
  /** Whether the conversation shows cards. */
  web: boolean;
  onAsked?: () => void;
  onClose(): void;
}

/** Asks the buyer for evidence: what, in which words, and how it reaches them. */
export function AskEvidence({ complaint, evidence, begin, web, onAsked, onClose }: Props) {
  const t = useT();
  const changed = useEvidenceChanged();
  const pieces = evidence.checklist.filter((each) => !each.ours);
  const [chosen, setChosen] = useState(() => new Set(begin));
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [other, setOther] = useState('');
  const [words, setWords] = useState(() => t('evidence.words_begin'));
  const [days, setDays] = useState(7);
  const [send, setSend] = useState(web);
  const [key] = useState(newKey);
  const [made, setMade] = useState<AskedEvidence | null>(null);
  const text = (piece: EvidencePiece) => texts[piece.id] ?? askedName(piece);
  const list = [
    ...pieces.filter(({ id }) => chosen.has(id)).map((each) => ({ piece: each.id, text: text(each).trim() })),
    ...(other.trim() ? [{ piece: 'other', text: other.trim() }] : []),
  ];
  const save = useMutation({
    mutationFn: () => ask(complaint.id, { words: words.trim(), pieces: list, days, send }, key),
    onSuccess: (asked) => {
      onAsked?.();
      if (send) onClose();
      else setMade(asked);
    },
    onSettled: changed,
  });
  if (made) return <Made asked={made} onClose={onClose} />;
  const toggle = (id: string, on: boolean) => setChosen((before) => new Set(on ? [...before, id] : [...before].filter((each) => each !== id)));
  return (
    <Dialog title={t('evidence.ask_title')} ok={t(send ? 'evidence.ask_send' : 'evidence.ask_link')} width={560} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={list.length === 0 || list.some((each) => !each.text)} onOk={() => save.mutate()} onClose={onClose}>
      <div className="evidence-choices" role="group" aria-label={t('evidence.what')}>
        {pieces.map((each) => (
          <div key={each.id}>
            <Checkbox checked={chosen.has(each.id)} onChange={(event) => toggle(each.id, event.target.checked)}>{pieceName(each)}{each.status === 'done' && <span className="quiet"> {t('evidence.count', { n: each.count })}</span>}</Checkbox>
            {chosen.has(each.id) && <Input size="small" value={text(each)} maxLength={100} aria-label={t('evidence.as_read', { piece: pieceName(each) })} onChange={(event) => setTexts({ ...texts, [each.id]: event.target.value })} />}
          </div>
        ))}
        <Field label={t('evidence.other')}>{(id) => <Input id={id} value={other} maxLength={100} placeholder={t('evidence.other_example')} onChange={(event) => setOther(event.target.value)} />}</Field>
      </div>
      <Field label={t('evidence.words')} hint={t('evidence.words_hint')}>{(id) => <Input.TextArea id={id} rows={2} maxLength={300} value={words} onChange={(event) => setWords(event.target.value)} />}</Field>
      <div className="evidence-how">
        <Field label={t('evidence.days')}>{(id) => <InputNumber id={id} min={1} max={30} value={days} onChange={(n) => setDays(n ?? 7)} />}</Field>
        {web && <Checkbox checked={send} onChange={(event) => setSend(event.target.checked)}>{t('evidence.send')}</Checkbox>}
      </div>
    </Dialog>
  );
}

/** The link, to be sent where there are no cards. */
function Made({ asked, onClose }: { asked: AskedEvidence; onClose(): void }) {
  const t = useT();
  return (
    <Modal open title={t('evidence.made')} width={560} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('evidence.done')}</Button>}>
      <p className="quiet">{t('evidence.made_hint')}</p>
      <Input.TextArea readOnly aria-label={t('evidence.made')} autoSize value={asked.text} />
      <p className="evidence-copy"><CopyButton text={asked.text} label={t('evidence.copy_words')} /> <CopyButton text={asked.address} label={t('evidence.copy')} /></p>
    </Modal>
  );
}
