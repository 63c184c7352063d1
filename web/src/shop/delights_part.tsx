import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { client, need, newKey } from '../api/client';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { Delight, Shop, ShopDelights } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';

const key = (shop: string) => ['customers', 'delights', shop] as const;
const occasions: Delight['occasion'][] = ['third_solved', 'vip', 'long_wait', 'broken_word'];

function useRefresh(shop: string): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: key(shop) });
}

/** What a shop may give to please a customer, and how much of it a month. */
export function DelightsPart({ shop }: { shop: Shop }) {
  const t = useT();
  const { data, error, refetch } = useQuery({
    queryKey: key(shop.id),
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/delights', { params: { path: { id: shop.id } }, signal })),
  });
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={3} />;
  return (
    <>
      <section className="settings-part settings-fields">
        <h2>{t('delights.title')}</h2>
        <p className="quiet">{t('delights.hint')}</p>
        <Budget shop={shop} delights={data} />
      </section>
      <section className="settings-part">
        <h2>{t('delights.list')}</h2>
        {data.items.length === 0 && <p className="quiet">{t('delights.none')}</p>}
        {data.items.length > 0 && <table className="list-table"><tbody>{data.items.map((each) => <Row key={each.id} shop={shop} delight={each} />)}</tbody></table>}
        <Add shop={shop} />
      </section>
    </>
  );
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

function Budget({ shop, delights: { budget } }: { shop: Shop; delights: ShopDelights }) {
  const t = useT();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<number>();
  const refresh = useRefresh(shop.id);
  const value = typed ?? budget.budget_fen / 100;
  const save = useChange({
    save: () => need(client.PUT('/api/shops/{id}/delight-budget', { params: { path: { id: shop.id } }, body: { version: budget.version, budget_fen: Math.round(value * 100) } })),
    saved: async () => {
      await refresh();
      setTyped(undefined);
      void message.success(t('shops.saved'));
    },
    refresh,
  });
  return (
    <form onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <Field label={t('delights.budget')} hint={t('delights.spent', { spent: yuan(budget.spent_fen), left: yuan(budget.left_fen) })} error={fieldsOf(save.error).budget_fen}>
        {(id) => <InputNumber id={id} className="limit" min={0} max={10_000_000} precision={2} value={value} suffix={t('delights.yuan')} onChange={(next) => setTyped(next ?? 0)} />}
      </Field>
      <Problem error={besides(save.error, (field) => field === 'budget_fen')} conflict={save.conflict} />
      <Button htmlType="submit" disabled={typed === undefined} loading={save.isPending}>{t('delights.save')}</Button>
    </form>
  );
}

function Row({ shop, delight }: { shop: Shop; delight: Delight }) {
  const t = useT();
  const refresh = useRefresh(shop.id);
  const remove = useChange({
    save: () => need(client.POST('/api/delights/{id}/remove', { params: { path: { id: delight.id } }, body: { version: delight.version } })),
    saved: refresh,
    refresh,
  });
  return (
    <tr>
      <td><b>{delight.title}</b></td>
      <td>¥{yuan(delight.cost_fen)}</td>
      <td>{t(`delights.occasion.${delight.occasion}`)}</td>
      <td className="list-acts"><Button size="small" type="text" loading={remove.isPending} onClick={() => remove.mutate()}>{t('delights.remove')}</Button></td>
    </tr>
  );
}

function Add({ shop }: { shop: Shop }) {
  const t = useT();
  const [draft, setDraft] = useState({ title: '', cost: 5, occasion: occasions[0]!, key: newKey() });
  const refresh = useRefresh(shop.id);
  const add = useChange({
    save: () => need(client.POST('/api/shops/{id}/delights', {
      params: { path: { id: shop.id }, header: { 'Idempotency-Key': draft.key } },
      body: { title: draft.title, cost_fen: Math.round(draft.cost * 100), occasion: draft.occasion },
    })),
    saved: async () => {
      await refresh();
      setDraft({ ...draft, title: '', key: newKey() });
    },
    refresh,
  });
  return (
    <form className="list-filter delight-add" onSubmit={(event) => (event.preventDefault(), add.mutate())}>
      <Input aria-label={t('delights.name')} placeholder={t('delights.name_example')} maxLength={40} value={draft.title} onChange={({ target }) => setDraft({ ...draft, title: target.value, key: newKey() })} />
      <InputNumber aria-label={t('delights.cost')} min={0} max={100_000} precision={2} value={draft.cost} suffix={t('delights.yuan')} onChange={(cost) => setDraft({ ...draft, cost: cost ?? 0, key: newKey() })} />
      <Select aria-label={t('delights.when')} value={draft.occasion} onChange={(occasion) => setDraft({ ...draft, occasion, key: newKey() })} options={occasions.map((value) => ({ value, label: t(`delights.occasion.${value}`) }))} />
      <Button htmlType="submit" disabled={!draft.title.trim()} loading={add.isPending}>{t('delights.add')}</Button>
      <Problem error={add.error} conflict={add.conflict} />
    </form>
  );
}
