import { useMutation, useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf, isConflict } from '../api/problem';
import type { Claim, ClaimDraft } from '../api/wire';
import { useT } from '../i18n';
import { Asked } from '../policy/advice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { addProof, change, claim, claimApproversQuery, confirm, giveUp, hand, pay, poolsQuery, reconcile, remedies, step, useRefresh, yuan, type Step } from './api';

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

interface FormProps {
  caseId: string;
  orderNo: string;
  /** The claim that is changed; none for a new one. */
  old?: Claim;
  onClose(): void;
}

interface Typed {
  remedy: ClaimDraft['remedy'];
  amount: number | null;
  reason: string;
  statutory: string;
  item: string;
  facts: Record<string, string>;
}

function typedOf(old?: Claim): Typed {
  return {
    remedy: old?.remedy ?? 'payment', amount: old ? old.amount_fen / 100 : null,
    reason: old?.reason ?? '', statutory: old?.statutory ?? '', item: old?.item ?? '', facts: {},
  };
}

/** Asks for a compensation, or changes one. What was typed stays while the server refuses it. */
export function ClaimForm({ caseId, orderNo, old, onClose }: FormProps) {
  const t = useT();
  const [typed, setTyped] = useState(() => typedOf(old));
  const [key, setKey] = useState(newKey);
  const fill = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setKey(newKey());
  };
  const fen = (n: number | null) => Math.round((n ?? 0) * 100);
  const draft: ClaimDraft = {
    remedy: typed.remedy, amount_fen: fen(typed.amount), order_no: old?.order_no ?? orderNo, item: typed.item, reason: typed.reason, statutory: typed.statutory, facts: typed.facts,
  };
  const save = useAct(() => (old ? change(old, draft) : claim(caseId, draft, key)), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t(old ? 'comp.change' : 'comp.claim')} ok={t(old ? 'comp.change_ok' : 'comp.claim_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} width={560} onOk={() => save.mutate()} onClose={onClose}>
      <div className="quick" role="group" aria-label={t('comp.remedy')}>
        {remedies.map((each) => <button key={each} type="button" aria-pressed={each === typed.remedy} onClick={() => fill({ remedy: each })}>{t(`comp.remedy.${each}`)}</button>)}
      </div>
      <Field label={t('comp.amount')} required error={errors.amount_fen ?? errors.policy}>
        {(id) => <InputNumber id={id} autoFocus className="limit" min={0} precision={2} value={typed.amount} suffix={t('comp.yuan')} onChange={(amount) => fill({ amount })} />}
      </Field>
      <details className="comp-policy" open={!old}>
        <summary>{t('comp.policy')}</summary>
        <Asked caseId={caseId} said={typed.facts} onSaid={(facts) => fill({ facts })} />
      </details>
      <Text label={t('comp.reason')} required value={typed.reason} error={errors.reason} hint={t('comp.reason_hint')} onChange={(reason) => fill({ reason })} />
      <div className="settings-pair">
        <Text label={t('comp.item')} value={typed.item} error={errors.item} hint={t('comp.item_hint')} onChange={(item) => fill({ item })} />
        <Text label={t('comp.law')} value={typed.statutory} error={errors.statutory} hint={t('comp.law_hint')} onChange={(statutory) => fill({ statutory })} />
      </div>
    </Dialog>
  );
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
  const people = useQuery(claimApproversQuery(item.id)).data?.items ?? [];
  const save = useAct(() => hand(item, to ?? '', note), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.hand')} ok={t('comp.hand_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('comp.hand_to')} required error={errors.to}>
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
