import { PlusOutlined, ShopOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { mayEverywhere, useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Empty, Failure, Loading } from '../ui/states';
import { createShop, shopsQuery, useShopsChanged } from './api';
import { HoursInBrief } from './hours_brief';
import '../ui/settings.css';
import './shop.css';

/** The shops that one may change. */
export function Shops({ onOpen }: { onOpen(id: string): void }) {
  const t = useT();
  const shops = useInfiniteQuery(shopsQuery);
  const [adding, setAdding] = useState(false);
  const list = shops.data?.pages.flatMap((page) => page.items) ?? [];
  const add = mayEverywhere(useMe(), 'shop.manage') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('shops.add')}</Button>;
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('shops.title')}</h1><p>{t('shops.hint')}</p></div>
        {add}
      </header>
      <div className="page-card">
        {shops.isPending && <Loading rows={4} />}
        {shops.isError && list.length === 0 && <Failure error={shops.error} retry={() => void shops.refetch()} />}
        {shops.isSuccess && list.length === 0 && <Empty icon={<ShopOutlined />} title={t('shops.none')} hint={t('shops.none_hint')} action={add || undefined} />}
        {list.length > 0 && <Table list={list} onOpen={onOpen} />}
        {shops.hasNextPage && <Button type="text" block loading={shops.isFetchingNextPage} onClick={() => void shops.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      {adding && <AddShop onAdded={onOpen} onClose={() => setAdding(false)} />}
    </main>
  );
}

function Table({ list, onOpen }: { list: Shop[]; onOpen(id: string): void }) {
  const t = useT();
  return (
    <table className="list-table">
      <thead><tr><th>{t('shops.shop')}</th><th>{t('hours.title')}</th><th>{t('limits.response_target_minutes')}</th><th><span className="hidden">{t('people.acts')}</span></th></tr></thead>
      <tbody>
        {list.map((shop) => (
          <tr key={shop.id}>
            <td><span className="shop-name"><b>{shop.name}</b><em>{shop.key}</em></span></td>
            <td><HoursInBrief plan={shop.hours} /></td>
            <td>{t('shops.answer_in', { n: shop.settings.response_target_minutes })}</td>
            <td className="list-acts"><Button size="small" aria-label={t('shops.open_of', { name: shop.name })} onClick={() => onOpen(shop.id)}>{t('shops.open')}</Button></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function AddShop({ onAdded, onClose }: { onAdded(id: string): void; onClose(): void }) {
  const t = useT();
  const refresh = useShopsChanged();
  const [draft, setDraft] = useState(() => ({ name: '', shopKey: '', key: newKey() }));
  const add = useChange({
    save: () => createShop(draft.name.trim(), draft.shopKey.trim(), draft.key),
    saved: async (shop) => {
      await refresh();
      onAdded(shop.id);
    },
    refresh,
  });
  const errors = fieldsOf(add.error);
  const fill = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part, key: newKey() });
  return (
    <Dialog
      title={t('shops.add')} ok={t('shops.add_ok')} busy={add.isPending} disabled={!draft.name.trim()}
      error={besides(add.error, (field) => field === 'name' || field === 'key')} onOk={add.mutate} onClose={onClose}
    >
      <Field label={t('shops.name')} required error={errors.name} hint={t('shops.name_hint')}>
        {(id) => <Input id={id} autoFocus value={draft.name} maxLength={60} autoComplete="off" onChange={({ target }) => fill({ name: target.value })} />}
      </Field>
      <Field label={t('shops.key')} error={errors.key} hint={t('shops.key_hint')}>
        {(id) => <Input id={id} value={draft.shopKey} maxLength={40} autoComplete="off" autoCapitalize="none" placeholder={t('shops.key_auto')} onChange={({ target }) => fill({ shopKey: target.value })} />}
      </Field>
      <p className="quiet">{t('shops.add_hint')}</p>
    </Dialog>
  );
}
