import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { conversationOrdersQuery } from '../order/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { openRecall } from './api';
import { keys } from './keys';

const reasons = ['expired', 'foreign_body', 'safety'] as const;
type Reason = (typeof reasons)[number];

interface Props {
  complaint?: Case;
  shop: string;
  /** Those that may be chosen, for a recall by hand. */
  shops?: { id: string; name: string }[];
  reason: string;
  onOpened(id: string): void;
  onClose(): void;
}

/** Which goods are taken back. Supervisors are called as soon as it is sent. */
export function OpenDialog({ complaint, shop: of, shops = [], reason: first, onOpened, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const bought = useQuery({ ...conversationOrdersQuery(complaint?.conversation_id ?? ''), enabled: complaint !== undefined });
  const items = bought.data?.find((each) => each.number === complaint?.order_no)?.items ?? [];
  const [shop, setShop] = useState(of);
  const [reason, setReason] = useState(first as Reason);
  const [typed, setTyped] = useState<{ code?: string; name?: string; batch?: string }>({});
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [key, setKey] = useState(newKey);
  const only = items.length > 0 ? items[0] : undefined;
  const code = typed.code ?? only?.code ?? '';
  const name = typed.name ?? only?.title ?? '';
  const batch = typed.batch ?? only?.batch ?? '';
  const fill = (part: typeof typed) => (setTyped({ ...typed, ...part }), setKey(newKey()));
  const open = useMutation({
    mutationFn: () => openRecall({
      shop_id: shop, case_id: complaint?.id, reason, code: code.trim(), name: name.trim(), batch: batch.trim(),
      from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined, until: until ? new Date(`${until}T23:59:59`).toISOString() : undefined,
    }, key),
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: keys.all });
      onOpened(made.id);
      onClose();
    },
  });
  const errors = fieldsOf(open.error);
  return (
    <Dialog title={t('recalls.open_title')} ok={t('recalls.open_ok')} danger busy={open.isPending} error={besides(open.error, (field) => field in errors)} width={560} onOk={() => open.mutate()} onClose={onClose}>
      {shops.length > 1 && <Field label={t('recalls.shop')}>{(id) => <Select id={id} className="wide" value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}</Field>}
      <Field label={t('recalls.reason')}>{(id) => <Select id={id} className="wide" value={reason} options={reasons.map((value) => ({ value, label: t(`recalls.reason.${value}`) }))} onChange={setReason} />}</Field>
      <div className="settings-pair">
        <Field label={t('recalls.code')} required error={errors.code}>{(id) => <Input id={id} autoFocus value={code} maxLength={100} onChange={(event) => fill({ code: event.target.value })} />}</Field>
        <Field label={t('recalls.batch')} error={errors.batch}>{(id) => <Input id={id} value={batch} maxLength={100} onChange={(event) => fill({ batch: event.target.value })} />}</Field>
      </div>
      <Field label={t('recalls.name')}>{(id) => <Input id={id} value={name} maxLength={100} onChange={(event) => fill({ name: event.target.value })} />}</Field>
      <div className="settings-pair">
        <Field label={t('recalls.from')} hint={t('recalls.window_hint')} error={errors.from}>{(id) => <Input id={id} type="date" value={from} onChange={(event) => (setFrom(event.target.value), setKey(newKey()))} />}</Field>
        <Field label={t('recalls.until')}>{(id) => <Input id={id} type="date" value={until} onChange={(event) => (setUntil(event.target.value), setKey(newKey()))} />}</Field>
      </div>
      <p className="quiet">{t('recalls.open_hint')}</p>
    </Dialog>
  );
}
