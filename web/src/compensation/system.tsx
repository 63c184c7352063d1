import { useQuery, useMutation } from '@tanstack/react-query';
import { App, Button, Input, Switch } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { PayoutSystem } from '../api/wire';
import { useT } from '../i18n';
import { CopyButton } from '../ui/copy';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { Failure, Loading, sentence } from '../ui/states';
import { saveSystem, systemQuery, trySystem, useRefresh } from './api';
import { Text } from './dialogs';

/** The merchant's own system, which takes payouts over a webhook. */
export function System({ shop }: { shop: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery(systemQuery(shop));
  return (
    <section className="settings-part settings-fields" aria-label={t('comp.erp')}>
      <h2>{t('comp.erp')}</h2>
      <p className="quiet">{t('comp.erp.hint')}</p>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={3} />)}
      {data && <Form shop={shop} system={data} />}
    </section>
  );
}

/** A secret that nobody could guess. */
function secretOf(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const blank = { address: '', status: '', secret: '' };

function Form({ shop, system }: { shop: string; system: PayoutSystem }) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [typed, setTyped] = useState(blank);
  const [made, setMade] = useState('');
  const [on, setOn] = useState<boolean>();
  const works = on ?? !system.off;
  const save = useChange({
    save: () => saveSystem(shop, { ...typed, off: !works, version: system.version }),
    saved: async () => {
      await refresh();
      setTyped(blank);
      setMade('');
      setOn(undefined);
      void message.success(t('comp.set.saved'));
    },
    refresh,
  });
  const errors = fieldsOf(save.error);
  const fill = (part: Partial<typeof blank>) => setTyped({ ...typed, ...part });
  const make = () => {
    const secret = secretOf();
    setMade(secret);
    fill({ secret });
  };
  const changed = Object.values(typed).some(Boolean) || works !== !system.off;
  return (
    <form
      aria-label={t('comp.erp')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {system.host && <Known shop={shop} system={system} />}
      <Text label={t('comp.erp.address')} required={!system.host} value={typed.address} error={errors.address} hint={t(system.host ? 'comp.erp.keeps' : 'comp.erp.address_hint')} onChange={(address) => fill({ address })} />
      <Text label={t('comp.erp.status')} value={typed.status} error={errors.status} hint={t('comp.erp.status_hint')} onChange={(status) => fill({ status })} />
      <Field label={t('comp.erp.secret')} required={!system.signs} error={errors.secret} hint={t(made ? 'comp.erp.secret_once' : system.signs ? 'comp.erp.keeps' : 'comp.erp.secret_hint')}>
        {(id) => (
          <div className="comp-secret">
            <Input id={id} type={made ? 'text' : 'password'} autoComplete="new-password" readOnly={made !== ''} value={typed.secret} onChange={(event) => fill({ secret: event.target.value })} />
            {made ? <CopyButton text={made} /> : <Button onClick={make}>{t('comp.erp.make')}</Button>}
          </div>
        )}
      </Field>
      {system.host && <p className="comp-switch"><Switch checked={works} aria-label={t('comp.erp.on')} onChange={setOn} /> {t('comp.erp.on')}</p>}
      <Problem error={besides(save.error, (field) => field in errors)} conflict={save.conflict} />
      <Button type="primary" htmlType="submit" disabled={!changed} loading={save.isPending}>{t('act.save')}</Button>
    </form>
  );
}

/** What there is, and whether it answers. */
function Known({ shop, system }: { shop: string; system: PayoutSystem }) {
  const t = useT();
  const attempt = useMutation({ mutationFn: () => trySystem(shop) });
  return (
    <div className="comp-known">
      <p><b>{system.host}</b> · {t(system.off ? 'comp.erp.off' : 'comp.erp.works')}{!system.asks && ` · ${t('comp.erp.cannot_ask')}`}</p>
      {system.asks && <Button size="small" loading={attempt.isPending} onClick={() => attempt.mutate()}>{t('comp.erp.try')}</Button>}
      {attempt.data && <p role="status" className={attempt.data.works ? 'comp-good' : 'form-error'}>{attempt.data.works ? t('comp.erp.answers') : attempt.data.problem}</p>}
      {attempt.error && <p className="form-error" role="alert">{sentence(attempt.error)}</p>}
    </div>
  );
}
