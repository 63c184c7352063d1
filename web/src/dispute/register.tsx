import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Input, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';
import { clocksQuery, kinds, platforms, reasons, register, useDisputesChanged, type Registering } from './api';
import { OneOf } from './parts';
import { readYuan } from '../ui/money';

/** What is known when a dispute is registered from a case. */
export interface Begun {
  caseId: string;
  caseNumber: string;
  orderNo: string;
  reason: (typeof reasons)[number];
}

interface Props {
  shop: string;
  begin?: Begun;
  onDone(id: string): void;
  onClose(): void;
}

/** Registers a dispute; by when to answer comes from the clocks of the shop, or from the notice. */
export function RegisterDialog({ shop: first, begin, onDone, onClose }: Props) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const refresh = useDisputesChanged();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'dispute.write'));
  const [shop, setShop] = useState(shops.some((each) => each.id === first) ? first : shops[0]?.id ?? '');
  const zone = me.shops.find((each) => each.id === shop)?.zone ?? 'Asia/Shanghai';
  const [draft, setDraft] = useState(() => ({
    kind: 'intervention' as (typeof kinds)[number], platform: undefined as (typeof platforms)[number] | undefined, number: '', received: writeWall(now(), zone), due: '',
    reason: (begin?.reason ?? 'other') as (typeof reasons)[number], demand: '', amount: '', orderNo: begin?.orderNo ?? '', key: newKey(),
  }));
  const fill = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part, key: newKey() });
  const platform = draft.platform ?? (draft.kind === 'after_sale' || draft.kind === 'intervention' ? undefined : 'none');
  const clocks = useQuery(clocksQuery(shop));
  const rule = clocks.data?.items.find((each) => each.on && each.step === 'answer' && each.kind === draft.kind && each.platform === platform);
  const at = (text: string) => {
    const ms = readWall(text, zone);
    return ms === null ? undefined : new Date(ms).toISOString();
  };
  const amount = draft.amount.trim() === '' ? 0 : readYuan(draft.amount);
  const save = useMutation({
    mutationFn: () => {
      const body: Registering = {
        shop_id: shop, kind: draft.kind, platform: platform ?? '', number: draft.number, received_at: at(draft.received) ?? '', due_at: at(draft.due), reason: draft.reason,
        demand: draft.demand, amount: amount ?? 0, case_id: begin?.caseId, order_no: draft.orderNo,
      };
      return register(body, draft.key);
    },
    onSuccess: async ({ dispute, created }) => {
      void (created ? message.success(t('dispute.registered')) : message.info(t('dispute.known')));
      await refresh();
      onClose();
      onDone(dispute.id);
    },
  });
  const errors = fieldsOf(save.error);
  const rest = besides(save.error, (field) => field in errors);
  return (
    <Dialog title={t('dispute.register_title')} ok={t('dispute.register_ok')} busy={save.isPending} error={rest} disabled={amount === null || !at(draft.received)} width={640} onOk={() => save.mutate()} onClose={onClose}>
      {begin && <p className="quiet">{t('dispute.of_case', { number: begin.caseNumber })}</p>}
      {!begin && shops.length > 1 && <Field label={t('wall.shop')} required>{(id) => <Select id={id} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}</Field>}
      <div className="dispute-pair">
        <Field label={t('dispute.kind')} required error={errors.kind}>{(id) => <OneOf id={id} value={draft.kind} all={kinds} name={(each) => t(`dispute.kind.${each}`)} onChange={(kind) => kind && fill({ kind })} />}</Field>
        <Field label={t('dispute.platform')} required error={errors.platform}>{(id) => <OneOf id={id} value={platform} all={platforms} name={(each) => t(`platform.${each}`)} onChange={(next) => fill({ platform: next })} />}</Field>
        <Field label={t('dispute.number')} required error={errors.number}>{(id) => <Input id={id} value={draft.number} maxLength={80} placeholder={t('dispute.number_hint')} onChange={(event) => fill({ number: event.target.value })} />}</Field>
        <Field label={t('dispute.reason')} required error={errors.reason}>{(id) => <OneOf id={id} value={draft.reason} all={reasons} name={(each) => t(`dispute.reason.${each}`)} onChange={(reason) => reason && fill({ reason })} />}</Field>
        <Field label={t('dispute.received')} required error={errors.received_at}>{(id) => <Input id={id} type="datetime-local" value={draft.received} onChange={(event) => fill({ received: event.target.value })} />}</Field>
        <Field label={t('dispute.due_notice')} error={errors.due_at} hint={rule ? t('dispute.by_rule', { time: `${rule.length} ${t(`dispute.unit.${rule.unit}` as 'dispute.unit.hours')}` }) : t('dispute.no_rule')}>
          {(id) => <Input id={id} type="datetime-local" value={draft.due} onChange={(event) => fill({ due: event.target.value })} />}
        </Field>
        <Field label={t('dispute.order_no')} error={errors.order_no}>{(id) => <Input id={id} value={draft.orderNo} maxLength={80} onChange={(event) => fill({ orderNo: event.target.value })} />}</Field>
        <Field label={t('dispute.amount_yuan')} error={amount === null ? t('dispute.amount_wrong') : errors.amount}>{(id) => <Input id={id} value={draft.amount} inputMode="decimal" onChange={(event) => fill({ amount: event.target.value })} />}</Field>
      </div>
      <Field label={t('dispute.demand')} error={errors.demand}>{(id) => <Input.TextArea id={id} rows={2} value={draft.demand} maxLength={1000} onChange={(event) => fill({ demand: event.target.value })} />}</Field>
    </Dialog>
  );
}
