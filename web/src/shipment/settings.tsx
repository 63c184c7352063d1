import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { ParcelRules, TrackingAccount } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { Failure, Loading, sentence } from '../ui/states';
import { accountQuery, rulesQuery, saveAccount, saveRules, tryAccount, useParcelsChanged } from './api';

/** From when on a parcel is in trouble, and the account with the service that tells traces. */
export function Settings({ shops, onClose }: { shops: { id: string; name: string }[]; onClose(): void }) {
  const t = useT();
  const me = useMe();
  const [chosen, setShop] = useState(shops[0]!.id);
  return (
    <section className="parcel-settings" aria-label={t('parcel.settings')}>
      {shops.length > 1 && <Select aria-label={t('parcel.shop')} className="parcel-shop" value={chosen} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
      <div className="parcel-settings-two">
        {mayIn(me, chosen, 'order.write') && <RulesPart key={`rules-${chosen}`} shop={chosen} />}
        {mayIn(me, chosen, 'shop.manage') && <AccountPart key={`account-${chosen}`} shop={chosen} />}
      </div>
      <div className="row-acts"><Button onClick={onClose}>{t('parcel.close')}</Button></div>
    </section>
  );
}

function RulesPart({ shop }: { shop: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(rulesQuery(shop));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={3} />;
  return <section aria-label={t('parcel.rules')}><h2>{t('parcel.rules')}</h2><p className="quiet">{t('parcel.rules_hint')}</p><RulesForm shop={shop} rules={data} /></section>;
}

const numbers = ['pick_up_hours', 'quiet_hours', 'quiet_far_hours', 'promise_hours', 'promise_far_hours'] as const;

function RulesForm({ shop, rules }: { shop: string; rules: ParcelRules }) {
  const t = useT();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Partial<ParcelRules>>({});
  const changed = useParcelsChanged();
  const shown = { ...rules, ...typed };
  const save = useChange({
    save: () => saveRules(shop, { ...shown, version: rules.version }),
    saved: async () => {
      await changed();
      setTyped({});
      void message.success(t('parcel.saved'));
    },
    refresh: changed,
  });
  const errors = fieldsOf(save.error);
  return (
    <form onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      {numbers.map((name) => (
        <Field key={name} label={t(`parcel.rule.${name}`)} error={errors[name]}>
          {(id) => <InputNumber id={id} min={0} max={1440} precision={0} value={shown[name]} suffix={t('parcel.hours_unit')} onChange={(next) => setTyped({ ...typed, [name]: next ?? 0 })} />}
        </Field>
      ))}
      <Field label={t('parcel.rule.far')} error={errors.far}>{(id) => <Select id={id} mode="tags" className="wide" value={shown.far} onChange={(far: string[]) => setTyped({ ...typed, far })} />}</Field>
      <p><Checkbox checked={shown.station} onChange={(event) => setTyped({ ...typed, station: event.target.checked })}>{t('parcel.rule.station')}</Checkbox></p>
      <Problem error={besides(save.error, (field) => field in errors)} conflict={save.conflict} />
      <Button htmlType="submit" type="primary" disabled={Object.keys(typed).length === 0} loading={save.isPending}>{t('parcel.save')}</Button>
    </form>
  );
}

function AccountPart({ shop }: { shop: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(accountQuery(shop));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={3} />;
  return (
    <section aria-label={t('parcel.account')}>
      <h2>{t('parcel.account')}</h2>
      <p className="quiet">{t('parcel.account_hint')}</p>
      <AccountForm key={data.version} shop={shop} account={data} />
      {data.version > 0 && <Try shop={shop} />}
    </section>
  );
}

function AccountForm({ shop, account }: { shop: string; account: TrackingAccount }) {
  const t = useT();
  const { message } = App.useApp();
  const [typed, setTyped] = useState({ address: account.address, customer: account.customer, key: '', salt: '', off: account.off });
  const changed = useParcelsChanged();
  const save = useChange({
    save: () => saveAccount(shop, { version: account.version, ...typed }),
    saved: async () => {
      await changed();
      void message.success(t('parcel.saved'));
    },
    refresh: changed,
  });
  const errors = fieldsOf(save.error);
  const kept = account.has_key ? t('parcel.kept') : '';
  return (
    <form onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <p><Switch checked={!typed.off} aria-label={t('parcel.on')} onChange={(on) => setTyped({ ...typed, off: !on })} /> {t('parcel.on')}</p>
      <Field label="customer" error={errors.customer}>{(id) => <Input id={id} value={typed.customer} maxLength={100} autoComplete="off" onChange={(event) => setTyped({ ...typed, customer: event.target.value })} />}</Field>
      <Field label="key" error={errors.key}>{(id) => <Input.Password id={id} value={typed.key} maxLength={200} placeholder={kept} autoComplete="new-password" onChange={(event) => setTyped({ ...typed, key: event.target.value })} />}</Field>
      <Field label="salt" hint={t('parcel.salt_hint')} error={errors.salt}>{(id) => <Input.Password id={id} value={typed.salt} maxLength={200} placeholder={kept} autoComplete="new-password" onChange={(event) => setTyped({ ...typed, salt: event.target.value })} />}</Field>
      <Field label={t('parcel.address')} error={errors.address}>{(id) => <Input id={id} value={typed.address} maxLength={1000} onChange={(event) => setTyped({ ...typed, address: event.target.value })} />}</Field>
      {account.hook && <p className="quiet parcel-hook">{t('parcel.hook')} <code>{account.hook}</code></p>}
      {account.fault && <p className="form-error">{t('parcel.account_fault', { code: account.fault })}</p>}
      {account.version > 0 && <p className="quiet">{t('parcel.counts', { taken: account.taken, refused: account.refused })}</p>}
      <Problem error={besides(save.error, (field) => field in errors)} conflict={save.conflict} />
      <Button htmlType="submit" type="primary" loading={save.isPending}>{t('parcel.save')}</Button>
    </form>
  );
}

/** Asks the service about a parcel, to see whether the account works. */
function Try({ shop }: { shop: string }) {
  const t = useT();
  const [number, setNumber] = useState('');
  const ask = useMutation({ mutationFn: () => tryAccount(shop, number.trim()) });
  return (
    <form className="parcel-try" onSubmit={(event) => (event.preventDefault(), ask.mutate())}>
      <Input aria-label={t('parcel.try_number')} placeholder={t('parcel.try_number')} value={number} maxLength={64} onChange={(event) => setNumber(event.target.value)} />
      <Button htmlType="submit" loading={ask.isPending} disabled={number.trim().length < 4}>{t('parcel.try')}</Button>
      {ask.data && <p role="status" className={ask.data.ok ? 'parcel-fine' : 'form-error'}>{ask.data.ok ? t('parcel.try_fine', { n: ask.data.events }) : ask.data.detail}</p>}
      {ask.error && <p className="form-error" role="alert">{sentence(ask.error)}</p>}
    </form>
  );
}
