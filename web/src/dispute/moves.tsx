import { useMutation } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { besides, fieldsOf, isConflict } from '../api/problem';
import type { Dispute } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';
import { correct, move, outcomes, useDisputesChanged, type Moving } from './api';
import { readYuan } from '../ui/money';
import { OneOf } from './parts';

export type Verb = Moving['verb'];

interface Props {
  dispute: Dispute;
  onClose(): void;
}

/** What is true of every change: a newer state is fetched when somebody else was faster. */
export function useChange(run: () => Promise<unknown>, onClose: () => void) {
  const refresh = useDisputesChanged();
  const save = useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError: (error) => {
      if (isConflict(error)) void refresh();
    },
  });
  const errors = fieldsOf(save.error);
  return { save, errors, rest: besides(save.error, (field) => field in errors) };
}

const instantOf = (text: string, zone: string) => {
  const ms = readWall(text, zone);
  return ms === null ? undefined : new Date(ms).toISOString();
};

/** Says that it was answered, that more is wanted, how it was decided. */
export function MoveDialog({ dispute, verb, onClose }: Props & { verb: Verb }) {
  const t = useT();
  const [note, setNote] = useState('');
  const [due, setDue] = useState('');
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>();
  const [paid, setPaid] = useState('');
  const fen = paid.trim() === '' ? 0 : readYuan(paid);
  const body: Moving = { verb, note, due_at: instantOf(due, dispute.zone), ...(verb === 'decide' ? { outcome, paid: fen ?? 0 } : {}) };
  const { save, errors, rest } = useChange(() => move(dispute, body), onClose);
  const dated = verb === 'ask' || (verb === 'decide' && (outcome === 'lost' || outcome === 'partly'));
  return (
    <Dialog title={t(`dispute.do.${verb}`)} ok={t('dispute.done')} busy={save.isPending} error={rest} conflict={isConflict(save.error)} disabled={fen === null} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t(`dispute.do_hint.${verb}`)}</p>
      {verb === 'decide' && (
        <>
          <Field label={t('dispute.outcome')} required error={errors.outcome}>{(id) => <OneOf id={id} any={t('dispute.choose')} value={outcome} all={outcomes} name={(each) => t(`dispute.outcome.${each}`)} onChange={(next) => setOutcome(next)} />}</Field>
          <Field label={t('dispute.paid_yuan')} error={fen === null ? t('dispute.amount_wrong') : errors.paid}>{(id) => <Input id={id} inputMode="decimal" value={paid} onChange={(event) => setPaid(event.target.value)} />}</Field>
        </>
      )}
      {dated && <Field label={t(verb === 'ask' ? 'dispute.due_supplement' : 'dispute.due_execute')} error={errors.due_at} hint={t('dispute.due_hint')}>{(id) => <Input id={id} type="datetime-local" value={due} onChange={(event) => setDue(event.target.value)} />}</Field>}
      <Field label={t('dispute.note')} error={errors.note}>{(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />}</Field>
    </Dialog>
  );
}

/** Enters or corrects until when it has to be done, for a reason. */
export function DeadlineDialog({ dispute, onClose }: Props) {
  const t = useT();
  const [due, setDue] = useState(dispute.due_at ? writeWall(Date.parse(dispute.due_at), dispute.zone) : '');
  const [reason, setReason] = useState('');
  const at = instantOf(due, dispute.zone);
  const { save, errors, rest } = useChange(() => correct(dispute, at ?? '', reason), onClose);
  return (
    <Dialog title={t('dispute.deadline_title')} ok={t('act.save')} busy={save.isPending} error={rest} conflict={isConflict(save.error)} disabled={!at} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('dispute.due')} required error={errors.due_at}>{(id) => <Input id={id} type="datetime-local" value={due} onChange={(event) => setDue(event.target.value)} />}</Field>
      <Field label={t('dispute.why')} required error={errors.reason}>{(id) => <Input id={id} maxLength={200} value={reason} placeholder={t('dispute.why_hint')} onChange={(event) => setReason(event.target.value)} />}</Field>
    </Dialog>
  );
}
