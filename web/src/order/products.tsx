import { ArrowLeftOutlined, PlusOutlined, TagsOutlined, UploadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { Product } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { productsQuery } from './api';
import { ProductDialog } from './product';
import { RulesDrawer } from './rules';
import './order.css';

/** What a shop sells, as far as complaints need to know it. */
export function ProductsPage({ onBack, onImport }: { onBack(): void; onImport(): void }) {
  const t = useT();
  const me = useMe();
  const [shop, setShop] = useState(me.shops[0]?.id ?? '');
  const [ruling, setRuling] = useState(false);
  const [editing, setEditing] = useState<Product | 'new' | null>(null);
  const products = useInfiniteQuery(productsQuery(shop));
  const rows = products.data?.pages.flatMap((page) => page.items) ?? [];
  const mayWrite = mayIn(me, shop, 'order.write');
  const add = mayWrite && <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('product.add')}</Button>;
  return (
    <main className="page orders">
      <header className="page-head">
        <div><h1>{t('product.title')}</h1><p>{t('product.hint')}</p></div>
        <div className="orders-acts"><Button icon={<ArrowLeftOutlined />} onClick={onBack}>{t('order.title')}</Button><Button onClick={() => setRuling(true)}>{t('rule.title')}</Button>{mayWrite && <Button icon={<UploadOutlined />} onClick={onImport}>{t('product.import')}</Button>}{rows.length > 0 && add}</div>
      </header>
      {me.shops.length > 1 && (
        <div className="list-filter"><Select aria-label={t('wall.shop')} value={shop} options={me.shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} /></div>
      )}
      <div className="page-card">
        {products.isPending && <Loading rows={4} />}
        {products.isError && rows.length === 0 && <Failure error={products.error} retry={() => void products.refetch()} />}
        {products.isSuccess && rows.length === 0 && <Empty icon={<TagsOutlined />} title={t('product.none')} hint={t('product.none_hint')} action={add} />}
        {rows.length > 0 && <Table rows={rows} mayWrite={mayWrite} onEdit={setEditing} />}
        {products.hasNextPage && <Button type="text" block loading={products.isFetchingNextPage} onClick={() => void products.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      {ruling && <RulesDrawer shop={shop} mayWrite={mayWrite} onClose={() => setRuling(false)} />}
      {editing && <ProductDialog shop={shop} product={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />}
    </main>
  );
}

function Table({ rows, mayWrite, onEdit }: { rows: Product[]; mayWrite: boolean; onEdit(product: Product): void }) {
  const t = useT();
  return (
    <table className="list-table">
      <thead><tr><th>{t('product.code')}</th><th>{t('product.name')}</th><th>{t('product.class')}</th><th>{t('product.shelf')}</th><th>{t('product.warranty')}</th><th><span className="sr-only">{t('wall.acts')}</span></th></tr></thead>
      <tbody>
        {rows.map((each) => (
          <tr key={each.id}>
            <td>{each.code}</td>
            <td>{each.name}<p className="quiet">{each.spec}</p></td>
            <td>{t(`goods.${each.goods_class || 'unknown'}`)}</td>
            <td>{typeof each.shelf_days === 'number' ? t('product.days', { n: each.shelf_days }) : t('order.unknown')}</td>
            <td>{typeof each.warranty_months === 'number' ? t('product.months', { n: each.warranty_months }) : t('order.unknown')}</td>
            <td className="list-acts">{mayWrite && <Button size="small" onClick={() => onEdit(each)}>{t('act.edit')}</Button>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
