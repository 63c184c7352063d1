import { CheckCircleOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { WallItem } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { SettleDialog, type Settling } from './dialogs';
import { keys, wallQuery, type WallFilter } from './wall_api';
import { useWallShop, WallFilters } from './wall_filter';
import { KeptCards } from './wall_kept';
import { WallTable } from './wall_table';
import './wall.css';

const BulkUpdate = lazy(() => import('./bulk_update'));

interface Props {
  filter: WallFilter;
  onFilter(filter: WallFilter): void;
  onOpen(conversationId: string): void;
}

/** All that was committed to, what is late first. */
export function Wall({ filter, onFilter, onOpen }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const wall = useInfiniteQuery(wallQuery(filter));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [settling, setSettling] = useState<{ act: Settling['act']; item: WallItem } | null>(null);
  const items = wall.data?.pages.flatMap((page) => page.items) ?? [];
  const changed = () => void cache.invalidateQueries({ queryKey: keys.wall });
  const narrow = (next: WallFilter) => {
    setChosen(new Set());
    onFilter(next);
  };
  return (
    <main className="page wall">
      <header className="page-head">
        <div><h1>{t('wall.title')}</h1><p>{t('wall.hint')}</p></div>
        {filter.view !== 'settled' && <BulkStart filter={filter} items={items} chosen={chosen} onDone={() => setChosen(new Set())} />}
      </header>
      <KeptCards shop={filter.shop} />
      <WallFilters filter={filter} counts={wall.data?.pages[0]?.counts} onFilter={narrow} />
      <div className="page-card">
        {wall.isPending && <Loading rows={6} />}
        {wall.isError && items.length === 0 && <Failure error={wall.error} retry={() => void wall.refetch()} />}
        {wall.isSuccess && items.length === 0 && <Nothing filter={filter} onClear={() => narrow({})} />}
        {items.length > 0 && (
          <WallTable items={items} settled={filter.view === 'settled'} chosen={chosen} onChosen={setChosen} onOpen={onOpen} onSettle={(act, item) => setSettling({ act, item })} />
        )}
        {wall.hasNextPage && <Button type="text" block loading={wall.isFetchingNextPage} onClick={() => void wall.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      {settling && <SettleDialog act={settling.act} commitment={current(items, settling.item)} zone={settling.item.shop.zone} onClose={() => setSettling(null)} onChanged={changed} />}
    </main>
  );
}

/** As it is now, if the wall still shows it. */
function current(items: WallItem[], item: WallItem): WallItem['commitment'] {
  return (items.find((each) => each.commitment.id === item.commitment.id) ?? item).commitment;
}

function Nothing({ filter, onClear }: { filter: WallFilter; onClear(): void }) {
  const t = useT();
  const narrowed = Object.values(filter).some(Boolean);
  return (
    <Empty
      icon={<CheckCircleOutlined />} title={t(narrowed ? 'wall.none_filtered' : 'wall.none')} hint={t(narrowed ? 'wall.none_filtered_hint' : 'wall.none_hint')}
      action={narrowed && <Button size="small" onClick={onClear}>{t('wall.show_all')}</Button>}
    />
  );
}

interface StartProps {
  filter: WallFilter;
  items: WallItem[];
  chosen: ReadonlySet<string>;
  onDone(): void;
}

/** Updates the chosen ones, or all under the filter; always of one shop. */
function BulkStart({ filter, items, chosen, onDone }: StartProps) {
  const t = useT();
  const me = useMe();
  const [at, setAt] = useState<{ shop: string; only?: ReadonlySet<string> } | null>(null);
  const looked = useWallShop(filter);
  const shops = new Set(items.filter((each) => chosen.has(each.commitment.id)).map((each) => each.shop.id));
  const shop = chosen.size === 0 ? looked : shops.size === 1 ? [...shops][0] : undefined;
  if (!at && (items.length === 0 || !me.shops.some((each) => mayIn(me, each.id, 'commitment.write')))) return null;
  const may = shop !== undefined && mayIn(me, shop, 'commitment.write');
  return (
    <div className="wall-bulk">
      {!shop && <span className="quiet">{t(chosen.size > 0 ? 'bulk_update.one_shop_chosen' : 'bulk_update.one_shop')}</span>}
      <Button type={chosen.size > 0 ? 'primary' : 'default'} disabled={!may} onClick={() => setAt({ shop: shop!, only: chosen.size > 0 ? chosen : undefined })}>
        {chosen.size > 0 ? t('bulk_update.chosen', { n: chosen.size }) : t('bulk_update.all')}
      </Button>
      {at && <Suspense><BulkUpdate shop={at.shop} only={at.only} filter={filter} onClose={() => setAt(null)} onDone={onDone} /></Suspense>}
    </div>
  );
}
