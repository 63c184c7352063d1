import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { may, mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import { queueQuery } from './api';
import { DoDialog, type Doing } from './dialogs';
import { ImportDialog } from './import_dialog';
import { kinds, states, type ParcelFilter, type ParcelKind } from './keys';
import { Line } from './line';
import { Settings } from './settings';
import './shipment.css';
import './words';

interface Props {
  filter: ParcelFilter;
  /** The shops of the reader. */
  shops: { id: string; name: string; zone: string }[];
  onFilter(next: ParcelFilter): void;
  onConversation(id: string): void;
}

/** Parcels in trouble: found by themselves, told to their buyers by people. */
export function ParcelsPage({ filter, shops, onFilter, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const [open, setOpen] = useState<'import' | 'settings' | null>(null);
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = useInfiniteQuery(queueQuery(filter));
  const all = list.data?.pages.flatMap((each) => each.items) ?? [];
  const state = filter.state ?? 'open';
  const keeps = shops.filter((each) => mayIn(me, each.id, 'order.write') || mayIn(me, each.id, 'shop.manage'));
  return (
    <main className="page parcels">
      <header className="page-head">
        <h1>{t('parcel.title')}</h1>
        <span className="grow" />
        {may(me, 'case.write') && shops.length > 0 && <Button onClick={() => setOpen('import')}>{t('parcel.import')}</Button>}
        {keeps.length > 0 && <Button aria-expanded={open === 'settings'} onClick={() => setOpen(open === 'settings' ? null : 'settings')}>{t('parcel.settings')}</Button>}
      </header>
      {open === 'settings' && <Settings shops={keeps} onClose={() => setOpen(null)} />}
      <div className="parcels-filter">
        <Segmented value={state} options={states.map((value) => ({ value, label: t(`parcel.standing.${value}`) }))} onChange={(next) => onFilter({ ...filter, state: next === 'open' ? undefined : next })} />
        <Select<ParcelKind | ''>
          aria-label={t('parcel.kind')} value={filter.kind ?? ''} popupMatchSelectWidth={false}
          options={[{ value: '', label: t('parcel.kind_all') }, ...kinds.map((value) => ({ value, label: t(`parcel.kind.${value}`) }))]}
          onChange={(next) => onFilter({ ...filter, kind: next || undefined })}
        />
      </div>
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading rows={4} />}
      {list.isSuccess && all.length === 0 && <Empty title={t(state === 'open' ? 'parcel.none' : 'parcel.none_such')} hint={state === 'open' ? t('parcel.none_hint') : ''} />}
      <ul className="parcels-list">
        {all.map((each) => <Line key={each.id} line={each} zone={shops.find((one) => one.id === each.shop_id)?.zone ?? 'Asia/Shanghai'} many={shops.length > 1} onDo={setDoing} onConversation={onConversation} />)}
      </ul>
      {list.hasNextPage && <Button type="link" onClick={() => void list.fetchNextPage()}>{t('parcel.more')}</Button>}
      {doing && <DoDialog key={doing.line.id} doing={doing} onClose={() => setDoing(null)} />}
      {open === 'import' && <ImportDialog shops={shops.filter((each) => mayIn(me, each.id, 'case.write'))} onClose={() => setOpen(null)} />}
    </main>
  );
}
