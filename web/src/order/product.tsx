import { useQueryClient } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Product } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { saveProduct } from './api';
import { keys } from './keys';

const classes = ['general', 'custom', 'fresh', 'digital', 'periodical', 'sealed', 'activated', 'near_expiry'] as const;

/** Says what a product is. */
export function ProductDialog({ shop, product, onClose }: { shop: string; product?: Product; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [code, setCode] = useState(product?.code ?? '');
  const [name, setName] = useState(product?.name ?? '');
  const [kind, setKind] = useState(product?.goods_class || undefined);
  const [months, setMonths] = useState<number | null>(product?.warranty_months ?? null);
  const [shelf, setShelf] = useState<number | null>(product?.shelf_days ?? null);
  const [spec, setSpec] = useState(product?.spec ?? '');
  const refresh = () => Promise.all([cache.invalidateQueries({ queryKey: keys.products }), cache.invalidateQueries({ queryKey: keys.all })]);
  const change = useChange({
    save: () => saveProduct(shop, { code, name, goods_class: kind ?? '', warranty_months: months ?? undefined, shelf_days: shelf ?? undefined, spec, version: product?.version ?? 0 }),
    saved: () => { void refresh(); onClose(); }, refresh,
  });
  return (
    <Dialog title={t(product ? 'product.edit' : 'product.add')} ok={t('act.save')} busy={change.isPending} error={change.error} conflict={change.conflict} disabled={!code.trim() || !name.trim()} onOk={() => change.mutate()} onClose={onClose}>
      <Field label={t('product.code')} hint={t('product.code_hint')} required>{(id) => <Input id={id} value={code} maxLength={100} disabled={Boolean(product)} onChange={(event) => setCode(event.target.value)} />}</Field>
      <Field label={t('product.name')} required>{(id) => <Input id={id} value={name} maxLength={300} onChange={(event) => setName(event.target.value)} />}</Field>
      <Field label={t('product.class')} hint={t('product.class_hint')}>
        {(id) => <Select id={id} allowClear value={kind} placeholder={t('goods.unknown')} options={classes.map((value) => ({ value, label: t(`goods.${value}`) }))} onChange={setKind} />}
      </Field>
      <Field label={t('product.warranty')} hint={t('product.warranty_hint')}>
        {(id) => <InputNumber id={id} min={0} max={600} precision={0} value={months} suffix={t('product.month')} onChange={setMonths} />}
      </Field>
      <Field label={t('product.shelf')}>
        {(id) => <InputNumber id={id} min={1} max={36500} precision={0} value={shelf} suffix={t('product.day')} onChange={setShelf} />}
      </Field>
      <Field label={t('product.spec')}>{(id) => <Input.TextArea id={id} rows={2} maxLength={2000} value={spec} onChange={(event) => setSpec(event.target.value)} />}</Field>
    </Dialog>
  );
}
