import { useMutation, useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { besides, fieldsOf, isConflict } from '../api/problem';
import type { Claim } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { yuan } from '../ui/money';
import { addProof, claimApproversQuery, confirm, giveUp, hand, pay, poolsQuery, reconcile, step, useRefresh, type Step } from './api';

interface Props {
  item: Claim;
  onClose(): void;
}

/** Something that is done with a claim; after a conflict the newer state is fetched while the dialog stays. */
export function useAct(run: () => Promise<unknown>, onDone: () => void) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await refresh();
      onDone();
    },
    onError: (error) => isConflict(error) && void refresh(),
  });
}

interface TextProps {
  label: string;
  value: string;
  required?: boolean;
  error?: string;
  hint?: string;
  onChange(value: string): void;
}

export function Text({ label, value, required, error, hint, onChange }: TextProps) {
  return (
    <Field label={label} required={required} error={error} hint={hint}>
      {(id) => <Input id={id} value={value} maxLength={500} autoComplete="off" onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

/** Approves, refuses or withdraws, in words. */
export function StepDialog({ item, what, onClose }: Props & { what: Step }) {
  const t = useT();
  const [note, setNote] = useState('');
  const save = useAct(() => step(item, what, note), onClose);
  const errors = fieldsOf(save.error);
  const error = errors.reason ?? errors.note;
  return (
    <Dialog title={t(`comp.${what}`)} ok={t(`comp.${what}_ok`)} busy={save.isPending} danger={what === 'refuse'} error={besides(save.error, (field) => field === 'reason' || field === 'note')} onOk={() => save.mutate()} onClose={onClose}>
      <p className="comp-about">{item.case_number} · {t(`comp.remedy.${item.remedy}`)} <b>{yuan(item.amount_fen)}</b></p>
      <Text label={t(what === 'approve' ? 'comp.note' : 'comp.why')} required={what !== 'approve'} value={note} error={error} onChange={setNote} />
    </Dialog>
  );
}

/** Asks one colleague to decide. */
export function HandDialog({ item, onClose }: Props) {
  const t = useT();
  const [to, setTo] = useState<string>();
  const [note, setNote] = useState('');
  const me = useMe();
  const approvers = useQuery(claimApproversQuery(item.id));
  const people = (approvers.data?.items ?? []).filter((each) => each.id !== me.id);
  const save = useAct(() => hand(item, to ?? '', note), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.hand')} ok={t('comp.hand_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('comp.hand_to')} required error={errors.to} hint={approvers.isSuccess && people.length === 0 ? t('comp.hand_nobody') : undefined}>
        {(id) => <Select id={id} value={to} placeholder={t('comp.hand_choose')} options={people.map((each) => ({ value: each.id, label: each.name }))} onChange={setTo} />}
      </Field>
      <Text label={t('comp.why')} required value={note} error={errors.reason} onChange={setNote} />
    </Dialog>
  );
}

/** Begins to pay. */
export function PayDialog({ item, onClose }: Props) {
  const t = useT();
  const coupon = item.remedy === 'coupon';
  const [channel, setChannel] = useState<'manual' | 'coupon' | 'erp'>(coupon ? 'coupon' : 'manual');
  const [pool, setPool] = useState<string>();
  const pools = (useQuery({ ...poolsQuery(item.shop_id), enabled: coupon }).data?.items ?? []).filter((each) => each.value_fen === item.amount_fen);
  const save = useAct(() => pay(item, channel, channel === 'coupon' ? pool : undefined), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.pay')} ok={t('comp.pay_ok')} busy={save.isPending} error={besides(save.error, (field) => field === 'pool_id')} onOk={() => save.mutate()} onClose={onClose}>
      <p className="comp-about">{item.case_number} · {t(`comp.remedy.${item.remedy}`)} <b>{yuan(item.amount_fen)}</b></p>
      <div className="quick" role="group" aria-label={t('comp.channel')}>
        {(['manual', 'erp', ...(coupon ? ['coupon'] as const : [])] as const).map((each) => <button key={each} type="button" aria-pressed={each === channel} onClick={() => setChannel(each)}>{t(`comp.channel.${each}`)}</button>)}
      </div>
      <p className="quiet">{t(`comp.channel_hint.${channel}`)}</p>
      {channel === 'coupon' && (
        <Field label={t('comp.pool')} required error={errors.pool_id} hint={pools.length === 0 ? t('comp.pool_none') : undefined}>
          {(id) => <Select id={id} value={pool} options={pools.map((each) => ({ value: each.id, label: `${each.name} (${each.free})` }))} onChange={setPool} />}
        </Field>
      )}
    </Dialog>
  );
}

/** Says that it was paid by hand, with a proof. */
export function ConfirmDialog({ item, onClose }: Props) {
  const t = useT();
  const [file, setFile] = useState<File>();
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const save = useAct(async () => {
    if (file) await addProof(item, file);
    return confirm(item, reference, note);
  }, onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.confirm')} ok={t('comp.confirm_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('comp.proof')} required error={errors.proof} hint={t('comp.proof_hint')}>
        {(id) => <input id={id} type="file" accept="image/*,application/pdf" onChange={(event) => setFile(event.target.files?.[0])} />}
      </Field>
      <Text label={t('comp.reference')} value={reference} error={errors.reference} hint={t('comp.reference_hint')} onChange={setReference} />
      <Text label={t('comp.note')} value={note} error={errors.note} onChange={setNote} />
    </Dialog>
  );
}

/** Says what came of a payout, or that it is not made after all. */
export function OutcomeDialog({ item, what, onClose }: Props & { what: 'paid' | 'unpaid' | 'give_up' }) {
  const t = useT();
  const [reference, setReference] = useState('');
  const [note, setNote] = useState('');
  const save = useAct(() => (what === 'give_up' ? giveUp(item, note) : reconcile(item, what === 'paid', reference, note)), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t(`comp.${what}`)} ok={t(`comp.${what}_ok`)} busy={save.isPending} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      {what !== 'give_up' && <p className="quiet">{t('comp.reconcile_hint', { key: item.payout?.key ?? '' })}</p>}
      {what === 'paid' && <Text label={t('comp.reference')} value={reference} error={errors.reference} onChange={setReference} />}
      <Text label={t(what === 'give_up' ? 'comp.why' : 'comp.looked')} required value={note} error={errors.note ?? errors.reason} onChange={setNote} />
    </Dialog>
  );
}
