import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { CouponPool, CouponsAdded } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { yuan } from '../ui/money';
import { Failure, Loading } from '../ui/states';
import { createPool, importCodes, pasteCodes, poolsQuery } from './api';
import { Text, useAct } from './dialogs';

const few = 20; // codes are to be bought soon
const many = 10_000; // the server counts no further

/** The coupons of a shop, and how many are left. */
export function Pools({ shop, manages }: { shop: string; manages: boolean }) {
  const t = useT();
  const { data, error, refetch } = useQuery(poolsQuery(shop));
  const [adding, setAdding] = useState(false);
  const [filling, setFilling] = useState<CouponPool | null>(null);
  const list = data?.items ?? [];
  return (
    <section className="settings-part" aria-label={t('comp.pools')}>
      <h2>{t('comp.pools')}</h2>
      <p className="quiet">{t('comp.pools.hint')}</p>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading rows={2} />}
      {data && list.length === 0 && <p className="quiet">{t('comp.pools.none')}</p>}
      {list.length > 0 && (
        <table className="list-table comp-pools"><tbody>
          {list.map((each) => (
            <tr key={each.id}>
              <td><b>{each.name}</b>{each.expires_at && <p className="quiet">{t('comp.pools.until', { day: each.expires_at.slice(0, 10) })}</p>}</td>
              <td className="comp-number">{yuan(each.value_fen)}</td>
              <td className={each.free < few ? 'comp-few' : undefined}>{t('comp.pools.left', { n: each.free >= many ? `${many}+` : each.free })}</td>
              <td className="list-acts">{manages && <Button size="small" icon={<UploadOutlined />} onClick={() => setFilling(each)}>{t('comp.pools.fill')}</Button>}</td>
            </tr>
          ))}
        </tbody></table>
      )}
      {manages && <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('comp.pools.add')}</Button>}
      {adding && <PoolDialog shop={shop} onClose={() => setAdding(false)} onMade={(pool) => (setAdding(false), setFilling(pool))} />}
      {filling && <FillDialog pool={filling} onClose={() => setFilling(null)} />}
    </section>
  );
}

function PoolDialog({ shop, onClose, onMade }: { shop: string; onClose(): void; onMade(pool: CouponPool): void }) {
  const t = useT();
  const [name, setName] = useState('');
  const [value, setValue] = useState<number | null>(null);
  const [until, setUntil] = useState('');
  const [key, setKey] = useState(newKey);
  const changed = () => setKey(newKey()); // another pool is another request, the same one again is not
  const save = useAct(async () => onMade(await createPool(shop, { name, value_fen: Math.round((value ?? 0) * 100), expires_at: until ? new Date(`${until}T23:59:59`).toISOString() : undefined }, key)), () => undefined);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('comp.pools.add')} ok={t('comp.pools.add_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Text label={t('comp.pools.name')} required value={name} error={errors.name} hint={t('comp.pools.name_hint')} onChange={(next) => { setName(next); changed(); }} />
      <Field label={t('comp.pools.value')} required error={errors.value_fen} hint={t('comp.pools.value_hint')}>{(id) => <InputNumber id={id} className="limit" min={0} precision={2} value={value} suffix={t('comp.yuan')} onChange={(next) => { setValue(next); changed(); }} />}</Field>
      <Field label={t('comp.pools.expires')} error={errors.expires_at}>{(id) => <Input id={id} type="date" className="limit" value={until} onChange={(event) => { setUntil(event.target.value); changed(); }} />}</Field>
    </Dialog>
  );
}

/** Adds codes: pasted, or from a file. What is wrong is told by line, and nothing is kept then. */
function FillDialog({ pool, onClose }: { pool: CouponPool; onClose(): void }) {
  const t = useT();
  const [codes, setCodes] = useState('');
  const [file, setFile] = useState<File>();
  const [added, setAdded] = useState<CouponsAdded>();
  const save = useAct(async () => setAdded(await (file ? importCodes(pool.id, file) : pasteCodes(pool.id, codes))), () => undefined);
  if (added) {
    return (
      <Dialog title={pool.name} ok={t('comp.pools.done')} done busy={false} onOk={onClose} onClose={onClose}>
        <p role="status"><b>{t('comp.pools.added', { n: added.added })}</b>{added.known > 0 && ` ${t('comp.pools.known', { n: added.known })}`} {t('comp.pools.left', { n: added.pool.free })}</p>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('comp.pools.fill_title', { name: pool.name })} ok={t('comp.pools.fill')} busy={save.isPending} disabled={!file && !codes.trim()} error={save.error} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('comp.pools.file')} hint={t('comp.pools.file_hint')}>{(id) => <input id={id} type="file" accept=".csv,.xlsx,.txt" onChange={(event) => setFile(event.target.files?.[0])} />}</Field>
      {!file && <Field label={t('comp.pools.codes')} hint={t('comp.pools.codes_hint')}>{(id) => <Input.TextArea id={id} rows={5} value={codes} onChange={(event) => setCodes(event.target.value)} />}</Field>}
    </Dialog>
  );
}
