import { useQuery } from '@tanstack/react-query';
import { Button, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Deputy } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { dateTime } from '../ui/time';
import { approversQuery, delegate, deputiesQuery, endDeputy } from './api';
import { useAct } from './dialogs';

/** Who approves in whose place, and naming somebody. */
export function Deputies() {
  const t = useT();
  const [naming, setNaming] = useState(false);
  const list = useQuery(deputiesQuery()).data?.items ?? [];
  return (
    <>
      <Button onClick={() => setNaming(true)}>{t('comp.delegate')}</Button>
      {list.map((each) => <One key={each.id} deputy={each} />)}
      {naming && <NameDialog onClose={() => setNaming(false)} />}
    </>
  );
}

function One({ deputy }: { deputy: Deputy }) {
  const t = useT();
  const end = useAct(() => endDeputy(deputy), () => undefined);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <span className="comp-deputy">
      {t('comp.deputy', { from: deputy.from.name, to: deputy.to.name, until: dateTime(Date.parse(deputy.ends_at), zone) })}
      {deputy.mine && <Button size="small" type="link" loading={end.isPending} onClick={() => end.mutate()}>{t('comp.deputy_end')}</Button>}
    </span>
  );
}

function NameDialog({ onClose }: { onClose(): void }) {
  const t = useT();
  const me = useMe();
  const shops = me.shops ?? [];
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const [to, setTo] = useState<string>();
  const [days, setDays] = useState(1);
  const [key, setKey] = useState(newKey);
  const changed = () => setKey(newKey()); // another deputy is another request, the same one again is not
  const people = (useQuery(approversQuery(shop)).data?.items ?? []).filter((each) => each.id !== me.id);
  const save = useAct(() => delegate(shop, to ?? '', days, key), onClose);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.delegate')} ok={t('comp.delegate_ok')} busy={save.isPending} error={besides(save.error, (field) => field === 'to' || field === 'ends_at')} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t('comp.delegate_hint')}</p>
      {shops.length > 1 && <Field label={t('comp.shop')}>{(id) => <Select id={id} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => { setShop(next); changed(); }} />}</Field>}
      <Field label={t('comp.delegate_to')} required error={errors.to}>
        {(id) => <Select id={id} value={to} placeholder={t('comp.hand_choose')} options={people.map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => { setTo(next); changed(); }} />}
      </Field>
      <Field label={t('comp.days')} error={errors.ends_at}>{(id) => <InputNumber id={id} className="limit" min={1} max={60} precision={0} value={days} suffix={t('comp.days_unit')} onChange={(next) => { setDays(next ?? 1); changed(); }} />}</Field>
    </Dialog>
  );
}
