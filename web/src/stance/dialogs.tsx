import { useMutation } from '@tanstack/react-query';
import { Input, Radio } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { isConflict } from '../api/problem';
import type { Case, Stance, StanceOfCase } from '../api/wire';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { end, open, reopen, say, useStanceChanged, type Outcome, type Saying } from './api';
import { useT } from './words';

/** Begins to stand firm. */
export function OpenDialog({ complaint, data, onClose }: { complaint: Case; data: StanceOfCase; onClose(): void }) {
  const t = useT();
  const [words, setWords] = useState('');
  const [key] = useState(newKey);
  const changed = useStanceChanged();
  const save = useMutation({ mutationFn: () => open(complaint.id, words.trim(), key), onSuccess: onClose, onSettled: changed });
  return (
    <Dialog title={t('stance.open')} ok={t('stance.open_ok')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t(data.features.length > 0 ? 'stance.open_hint' : 'stance.open_by_hand')}</p>
      <Words label={t('stance.why')} value={words} onChange={setWords} />
    </Dialog>
  );
}

/** Sends the next step to the buyer; what is proposed is read over and changed first. */
export function SayDialog({ verb, stance, data, onClose }: { verb: Saying; stance: Stance; data: StanceOfCase; onClose(): void }) {
  const t = useT();
  const drafts = data.wordings.filter((each) => each.verb === verb).map((each) => each.text);
  const [text, setText] = useState(drafts[0] ?? '');
  const [key] = useState(newKey);
  const changed = useStanceChanged();
  const save = useMutation({ mutationFn: () => say(stance, verb, text.trim(), key), onSuccess: onClose, onSettled: changed });
  return (
    <Dialog title={t(`stance.verb.${verb}`)} ok={t('stance.send')} width={600} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={text.trim() === ''} onOk={() => save.mutate()} onClose={onClose}>
      {drafts.length > 1 && (
        <div className="stance-drafts" role="group" aria-label={t('stance.drafts')}>
          {drafts.map((each) => <button key={each} type="button" aria-pressed={each === text} onClick={() => setText(each)}>{each}</button>)}
        </div>
      )}
      <Field label={t('stance.text')} hint={t(`stance.hint.${verb}`)}>{(id) => <Input.TextArea id={id} autoFocus value={text} maxLength={1000} autoSize={{ minRows: 4, maxRows: 10 }} onChange={(event) => setText(event.target.value)} />}</Field>
    </Dialog>
  );
}

const outcomes: Outcome[] = ['settled', 'withdrawn', 'platform'];

/** Ends it, with how it ended. */
export function EndDialog({ stance, onClose }: { stance: Stance; onClose(): void }) {
  const t = useT();
  const [outcome, setOutcome] = useState<Outcome>('settled');
  const [words, setWords] = useState('');
  const changed = useStanceChanged();
  const save = useMutation({ mutationFn: () => end(stance, outcome, words), onSuccess: onClose, onSettled: changed });
  return (
    <Dialog title={t('stance.end_title')} ok={t('stance.end_ok')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={words.trim() === ''} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('stance.outcome')}>{(id) => <Radio.Group id={id} value={outcome} onChange={(event) => setOutcome(event.target.value as Outcome)} options={outcomes.map((value) => ({ value, label: t(`stance.outcome.${value}`) }))} />}</Field>
      <Words label={t('stance.result')} value={words} required onChange={setWords} />
    </Dialog>
  );
}

/** Opens again what was ended. */
export function ReopenDialog({ stance, onClose }: { stance: Stance; onClose(): void }) {
  const t = useT();
  const [words, setWords] = useState('');
  const changed = useStanceChanged();
  const save = useMutation({ mutationFn: () => reopen(stance, words), onSuccess: onClose, onSettled: changed });
  return (
    <Dialog title={t('stance.reopen')} ok={t('stance.reopen')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={words.trim() === ''} onOk={() => save.mutate()} onClose={onClose}>
      <Words label={t('stance.why')} value={words} required onChange={setWords} />
    </Dialog>
  );
}

function Words({ label, value, required, onChange }: { label: string; value: string; required?: boolean; onChange(value: string): void }) {
  return <Field label={label} required={required}>{(id) => <Input.TextArea id={id} autoFocus value={value} maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => onChange(event.target.value)} />}</Field>;
}
