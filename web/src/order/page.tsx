import { InboxOutlined, UploadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import type { OrderRow } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { ordersQuery } from './api';
import { type OrderFilter } from './keys';
import { OrderDetail } from './detail';
import { OrderTable } from './table';
import './order.css';

interface Props {
  filter: OrderFilter;
  /** The order that is looked at. */
  open?: string;
  onFilter(filter: OrderFilter): void;
  onOpen(id: string | undefined): void;
  onImport(): void;
  onProducts(): void;
  onPapers(): void;
}

/** All orders, found by number, by the end of a phone, or by nick. */
export function OrdersPage({ filter, open, onFilter, onOpen, onImport, onProducts, onPapers }: Props) {
  const t = useT();
  const me = useMe();
  const orders = useInfiniteQuery(ordersQuery(filter));
  const rows = orders.data?.pages.flatMap((page) => page.items) ?? [];
  const mayWrite = may(me, 'order.write');
  return (
    <main className="page orders">
      <header className="page-head">
        <div><h1>{t('order.title')}</h1><p>{t('order.hint')}</p></div>
        <div className="orders-acts">
          <Button onClick={onProducts}>{t('product.title')}</Button>
          {may(me, 'case.read') && <Button onClick={onPapers}>{t('order.papers')}</Button>}
          {mayWrite && <Button type="primary" icon={<UploadOutlined />} onClick={onImport}>{t('order.import')}</Button>}
        </div>
      </header>
      <Filters filter={filter} onFilter={onFilter} />
      <div className="page-card">
        {orders.isPending && <Loading rows={6} />}
        {orders.isError && rows.length === 0 && <Failure error={orders.error} retry={() => void orders.refetch()} />}
        {orders.isSuccess && rows.length === 0 && <Nothing filter={filter} mayWrite={mayWrite} onClear={() => onFilter({})} onImport={onImport} />}
        {rows.length > 0 && <OrderTable rows={rows} onOpen={(row: OrderRow) => onOpen(row.id)} />}
        {orders.hasNextPage && <Button type="text" block loading={orders.isFetchingNextPage} onClick={() => void orders.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      <Drawer open={Boolean(open)} size={520} title={t('order.detail')} onClose={() => onOpen(undefined)} destroyOnHidden>
        {open && <OrderDetail id={open} />}
      </Drawer>
    </main>
  );
}

function Filters({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const t = useT();
  const { shops } = useMe();
  const [words, setWords] = useState(filter.q ?? '');
  return (
    <div className="list-filter" role="search" aria-label={t('order.search')}>
      <Input.Search
        className="orders-search" aria-label={t('order.search')} placeholder={t('order.search')} maxLength={64} value={words}
        onChange={(event) => { setWords(event.target.value); if (!event.target.value && filter.q) onFilter({ ...filter, q: undefined }); }} onSearch={(q) => onFilter({ ...filter, q: q.trim() || undefined })}
      />
      {shops.length > 1 && (
        <Select
          aria-label={t('wall.shop')} allowClear placeholder={t('wall.any_shop')} value={filter.shop} popupMatchSelectWidth={false}
          options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(shop?: string) => onFilter({ ...filter, shop })}
        />
      )}
    </div>
  );
}

function Nothing({ filter, mayWrite, onClear, onImport }: { filter: OrderFilter; mayWrite: boolean; onClear(): void; onImport(): void }) {
  const t = useT();
  const narrowed = Boolean(filter.q || filter.shop);
  return (
    <Empty
      icon={<InboxOutlined />} title={t(narrowed ? 'order.none_found' : 'order.none')} hint={t(narrowed ? 'order.none_found_hint' : 'order.none_hint')}
      action={narrowed ? <Button size="small" onClick={onClear}>{t('wall.show_all')}</Button> : mayWrite && <Button type="primary" onClick={onImport}>{t('order.import')}</Button>}
    />
  );
}
