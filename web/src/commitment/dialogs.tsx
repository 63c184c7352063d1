import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { isConflict, ProblemError } from '../api/problem';
import type { Commitment } from '../api/wire';
import { t, useT } from '../i18n';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { writeWall } from '../ui/time';
import { useStored } from '../ui/stored';
import { useMe } from '../identity/api';
import { keep, make, update, waive } from './api';
import { DepartmentField } from './department_field';
import { dueOf, DueInput, noDue, type Due } from './due_input';

interface DialogProps {
  zone: string;
  onClose(): void;
  onChanged(): void;
}

interface MakeDraft {
  text: string;
  key: string;
}

interface MakeProps extends DialogProps {
  caseId: string;
  shop: string;
  /** What it begins with, and what it is for; due is an instant. */
  begin?: { id: string; text: string; due: number | null };
  onMade?: (made: Commitment) => void;
}

/** Says what will be done and by when. What was typed outlives a failure. */
export function MakeDialog({ caseId, shop, zone, begin, onMade, onClose, onChanged }: MakeProps) {
  const t = useT();
  const name = ['anxin.commitment', useMe().id, caseId, begin?.id].filter(Boolean).join('.');
  const [draft, setDraft] = useStored<MakeDraft>(name, { text: begin?.text ?? '', key: '' });
  const [due, setDue] = useState<Due>(() => (begin?.due ? { quick: null, picked: writeWall(begin.due, zone) } : noDue));
  const [department, setDepartment] = useState<string>();
  const [asked, setAsked] = useState(false);
  const save = useMutation({
    mutationFn: () => make(caseId, { text: draft.text.trim(), due_at: iso(due, zone), department_id: department }, draft.key || newKey()),
    onSuccess: (made) => {
      setDraft(undefined);
      onMade?.(made);
      onChanged();
      onClose();
    },
  });
  const wrong = check(draft.text, due, zone);
  const submit = () => {
    setAsked(true);
    if (wrong.text || wrong.due) return;
    save.mutate();
  };
  const type = (text: string) => setDraft({ text, key: draft.key || newKey() });
  return (
    <Dialog title={t('commitment.make_title')} ok={t('commitment.make_ok')} busy={save.isPending} error={save.error} width={520} onOk={submit} onClose={onClose}>
      <p className="quiet">{t('commitment.make_hint')}</p>
      <TextField text={draft.text} onText={type} error={asked ? wrong.text : ''} />
      <DueInput zone={zone} value={due} onChange={setDue} error={asked ? wrong.due : ''} />
      <DepartmentField shop={shop} value={department} onChange={setDepartment} />
      <FieldErrors error={save.error} />
    </Dialog>
  );
}

export interface Settling {
  act: 'keep' | 'update' | 'waive';
  commitment: Commitment;
}

/** Ends a commitment in one of its three ways. */
export function SettleDialog({ act, ...rest }: Settling & DialogProps) {
  return act === 'update' ? <UpdateDialog {...rest} /> : <WordsDialog act={act} {...rest} />;
}

function UpdateDialog({ commitment, zone, onClose, onChanged }: Omit<Settling, 'act'> & DialogProps) {
  const t = useT();
  const [text, setText] = useState(commitment.text);
  const [due, setDue] = useState<Due>(noDue);
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const wrong = check(text, due, zone);
  const save = useSettling(() => update(commitment, { text: text.trim(), due_at: iso(due, zone), note: note.trim() }), onChanged, onClose);
  const submit = () => {
    setAsked(true);
    if (!wrong.text && !wrong.due) save.mutate();
  };
  return (
    <Dialog title={t('commitment.update_title')} ok={t('commitment.update_ok')} busy={save.isPending} error={save.error} width={520} onOk={submit} onClose={onClose}>
      <p className="quiet">{t('commitment.update_hint')}</p>
      <TextField text={text} onText={setText} error={asked ? wrong.text : ''} />
      <NoResult of={commitment.text} onText={setText} />
      <DueInput zone={zone} value={due} onChange={setDue} error={asked ? wrong.due : ''} />
      <NoteField label={t('commitment.update_note')} value={note} onChange={setNote} />
      <FieldErrors error={save.error} />
    </Dialog>
  );
}

/** An honest word when there is nothing else to tell. */
function NoResult({ of, onText }: { of: string; onText(text: string): void }) {
  const t = useT();
  const said = t('commitment.no_result_text', { text: of });
  if (said.length > 500) return null;
  return <div className="quick"><button type="button" onClick={() => onText(said)}>{t('commitment.no_result')}</button></div>;
}

function WordsDialog({ act, commitment, onClose, onChanged }: { act: 'keep' | 'waive'; commitment: Commitment } & DialogProps) {
  const t = useT();
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = act === 'waive' && !words.trim();
  const save = useSettling(() => (act === 'keep' ? keep : waive)(commitment, words.trim()), onChanged, onClose);
  const submit = () => {
    setAsked(true);
    if (!missing) save.mutate();
  };
  return (
    <Dialog title={t(`commitment.${act}_title`)} ok={t(`commitment.${act}_ok`)} busy={save.isPending} error={save.error} width={520} onOk={submit} onClose={onClose}>
      <blockquote className="quoted">{commitment.text}</blockquote>
      <p className="quiet">{t(`commitment.${act}_hint`)}</p>
      <NoteField
        label={t(`commitment.${act}_note`)} value={words} onChange={setWords} required={act === 'waive'}
        error={asked && missing ? t('commitment.reason_needed') : ''}
      />
      <FieldErrors error={save.error} />
    </Dialog>
  );
}

/** After a conflict the newer state is fetched, while the dialog stays open. */
function useSettling(settle: () => Promise<Commitment>, onChanged: () => void, onClose: () => void) {
  return useMutation({
    mutationFn: settle,
    onSuccess: () => {
      onChanged();
      onClose();
    },
    onError: (error) => isConflict(error) && onChanged(),
  });
}

/** What the server says of single fields, where it says more than that. */
function FieldErrors({ error }: { error: unknown }) {
  const said = error instanceof ProblemError ? Object.values(error.fields).filter((each) => each !== sentence(error)) : [];
  return said.length > 0 ? <p className="field-error">{said.join(' ')}</p> : null;
}

function TextField({ text, onText, error }: { text: string; onText(text: string): void; error: string }) {
  const t = useT();
  return (
    <Field label={t('commitment.what')} required error={error}>
      {(id) => <Input.TextArea id={id} value={text} autoFocus autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} placeholder={t('commitment.what_hint')} onChange={(event) => onText(event.target.value)} />}
    </Field>
  );
}

interface NoteProps {
  label: string;
  value: string;
  required?: boolean;
  error?: string;
  onChange(value: string): void;
}

function NoteField({ label, value, required, error, onChange }: NoteProps) {
  return (
    <Field label={label} required={required} error={error}>
      {(id) => <Input.TextArea id={id} value={value} autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

function check(text: string, due: Due, zone: string): { text: string; due: string } {
  const at = dueOf(due, now(), zone);
  return {
    text: text.trim() ? '' : t('commitment.what_needed'),
    due: at === null ? t('commitment.due_needed') : at <= now() ? t('commitment.due_past') : '',
  };
}

function iso(due: Due, zone: string): string {
  return new Date(dueOf(due, now(), zone) ?? now()).toISOString();
}
