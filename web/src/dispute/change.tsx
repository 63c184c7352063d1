import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Dispute } from '../api/wire';
import { useT } from '../i18n';
import { teamQuery } from '../team/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { money, readYuan } from '../ui/money';
import { change, reasons } from './api';
import { useChange } from './moves';
import { OneOf } from './parts';

/** Puts right what a dispute is about, and hands it to whoever answers for it from now on. */
export function ChangeDialog({ dispute, onClose }: { dispute: Dispute; onClose(): void }) {
  const t = useT();
  const [draft, setDraft] = useState(() => ({ reason: dispute.reason as (typeof reasons)[number], demand: dispute.demand, amount: dispute.amount ? money(dispute.amount).slice(1) : '', orderNo: dispute.order_no, owner: dispute.owner.id }));
  const fill = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const team = useQuery(teamQuery(dispute.shop_id));
  const people = new Map([[dispute.owner.id, dispute.owner.name], ...(team.data ?? []).map((each) => [each.id, each.name] as const)]);
  const fen = draft.amount.trim() === '' ? 0 : readYuan(draft.amount);
  const body = { reason: draft.reason, demand: draft.demand, amount: fen ?? 0, case_id: dispute.case_id, order_no: draft.orderNo, owner_id: draft.owner };
  const { save, errors, rest } = useChange(() => change(dispute, body), onClose);
  return (
    <Dialog title={t('dispute.change')} ok={t('dispute.done')} busy={save.isPending} error={rest} conflict={isConflict(save.error)} disabled={fen === null} width={640} onOk={() => save.mutate()} onClose={onClose}>
      <div className="dispute-pair">
        <Field label={t('dispute.owner')} required error={errors.owner_id}>
          {(id) => <Select id={id} showSearch={{ optionFilterProp: 'label' }} value={draft.owner} options={[...people].map(([value, label]) => ({ value, label }))} onChange={(owner: string) => fill({ owner })} />}
        </Field>
        <Field label={t('dispute.reason')} required error={errors.reason}>{(id) => <OneOf id={id} value={draft.reason} all={reasons} name={(each) => t(`dispute.reason.${each}`)} onChange={(reason) => reason && fill({ reason })} />}</Field>
        <Field label={t('dispute.order_no')} error={errors.order_no}>{(id) => <Input id={id} value={draft.orderNo} maxLength={80} onChange={(event) => fill({ orderNo: event.target.value })} />}</Field>
        <Field label={t('dispute.amount_yuan')} error={fen === null ? t('dispute.amount_wrong') : errors.amount}>{(id) => <Input id={id} value={draft.amount} inputMode="decimal" onChange={(event) => fill({ amount: event.target.value })} />}</Field>
      </div>
      <Field label={t('dispute.demand')} error={errors.demand}>{(id) => <Input.TextArea id={id} rows={2} value={draft.demand} maxLength={1000} onChange={(event) => fill({ demand: event.target.value })} />}</Field>
    </Dialog>
  );
}
