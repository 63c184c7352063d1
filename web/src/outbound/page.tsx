import { ArrowLeftOutlined, CameraOutlined, ReloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { App, Button, Segmented, Select } from 'antd';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading, sentence } from '../ui/states';
import { photosQuery, rematch, useOutboundChanged } from './api';
import { Bring } from './bring';
import { states, type OutboundFilter, type State } from './keys';
import { PhotoCard } from './photo';
import { useT } from './words';
import '../ui/settings.css';
import './outbound.css';

interface Props {
  filter: OutboundFilter;
  onFilter(filter: OutboundFilter): void;
  onBack(): void;
}

/** Photos of parcels as they left: brought in many at once, and those that named no order matched by hand. */
export function OutboundPage({ filter, onFilter, onBack }: Props) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'order.write'));
  const shop = filter.shop ?? shops[0]?.id ?? '';
  const state = filter.state ?? 'waiting';
  return (
    <main className="page outbound">
      <header className="page-head">
        <div><h1>{t('outbound.title')}</h1><p>{t('outbound.hint')}</p></div>
        <div className="outbound-acts">
          {shops.length > 1 && <Select aria-label={t('wall.shop')} popupMatchSelectWidth={false} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next: string) => onFilter({ ...filter, shop: next })} />}
          <Button icon={<ArrowLeftOutlined />} onClick={onBack}>{t('outbound.back')}</Button>
        </div>
      </header>
      {shop && <Bring key={shop} shop={shop} />}
      {shop && <Photos shop={shop} state={state} onState={(next) => onFilter({ ...filter, state: next })} />}
    </main>
  );
}

function Photos({ shop, state, onState }: { shop: string; state: State; onState(state: State): void }) {
  const t = useT();
  const page = useInfiniteQuery(photosQuery(shop, state));
  const rows = page.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <section className="page-card outbound-list" aria-label={t('outbound.photos')}>
      <header>
        <Segmented<State> aria-label={t('outbound.photos')} value={state} onChange={onState} options={states.map((value) => ({ value, label: t(`outbound.state.${value}`) }))} />
        <p className="quiet">{t(`outbound.explain.${state}`)}</p>
        {state === 'waiting' && rows.length > 0 && <Again shop={shop} />}
      </header>
      {page.isPending && <Loading rows={3} />}
      {page.isError && rows.length === 0 && <Failure error={page.error} retry={() => void page.refetch()} />}
      {page.isSuccess && rows.length === 0 && <Empty icon={<CameraOutlined />} title={t(`outbound.none.${state}`)} hint={t(`outbound.none_hint.${state}`)} />}
      <ul className="outbound-photos">{rows.map((each) => <PhotoCard key={each.id} photo={each} zone={page.data!.pages[0]!.zone} />)}</ul>
      {page.hasNextPage && <Button type="text" block loading={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>{t('notice.more')}</Button>}
    </section>
  );
}

/** Orders may have come after their photos. */
function Again({ shop }: { shop: string }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useOutboundChanged();
  const again = useMutation({
    mutationFn: () => rematch(shop),
    onSuccess: ({ matched }) => message.info(t(matched > 0 ? 'outbound.rematched' : 'outbound.rematched_none', { n: matched })),
    onError: (error) => message.error(sentence(error)),
    onSettled: changed,
  });
  return <Button size="small" icon={<ReloadOutlined />} loading={again.isPending} onClick={() => again.mutate()}>{t('outbound.rematch')}</Button>;
}
