import { FileSearchOutlined, ReloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { RecordEntry } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { peopleQuery } from '../identity/people_api';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import './admin.css';
import { recordAreas, recordQuery, type RecordArea, type RecordFilter } from './record_api';
import { RecordRow } from './record_row';

interface Props {
  zone: string;
  filter: RecordFilter;
  onFilter(filter: RecordFilter): void;
  onConversation(id: string): void;
}

/** Who changed what, and when. */
export function RecordPage({ zone, filter, onFilter, onConversation }: Props) {
  const t = useT();
  const record = useInfiniteQuery(recordQuery(filter));
  const list = record.data?.pages.flatMap((page) => page.items) ?? [];
  const area = filter.area ?? 'house';
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('record.title')}</h1><p>{t('record.hint')}</p></div>
        <Button icon={<ReloadOutlined />} loading={record.isRefetching && !record.isFetchingNextPage} onClick={() => void record.refetch()}>{t('jobs.refresh')}</Button>
      </header>
      <div className="list-filter" role="search" aria-label={t('record.filter')}>
        <Segmented<RecordArea>
          aria-label={t('record.area')} value={area} options={recordAreas.map((each) => ({ value: each, label: t(`record.area.${each}`) }))}
          onChange={(next) => onFilter({ ...filter, area: next === 'house' ? undefined : next })}
        />
        <PersonFilter value={filter.actor} onChange={(actor) => onFilter({ ...filter, actor })} />
      </div>
      <div className="page-card">
        {record.isPending && <Loading rows={6} avatar />}
        {record.isError && list.length === 0 && <Failure error={record.error} retry={() => void record.refetch()} />}
        {record.isSuccess && list.length === 0 && <Empty icon={<FileSearchOutlined />} title={t('record.none')} hint={t(filter.actor ? 'record.none_filtered' : 'record.none_hint')} />}
        {list.length > 0 && <Table list={list} zone={zone} onConversation={onConversation} />}
        {record.hasNextPage && <Button type="text" block loading={record.isFetchingNextPage} onClick={() => void record.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
    </main>
  );
}

function Table({ list, zone, onConversation }: { list: RecordEntry[] } & Pick<Props, 'zone' | 'onConversation'>) {
  const t = useT();
  return (
    <table className="list-table record">
      <thead><tr><th>{t('record.at')}</th><th>{t('record.who')}</th><th>{t('record.what')}</th><th>{t('record.detail')}</th></tr></thead>
      <tbody>{list.map((each) => <RecordRow key={`${each.subject} ${each.version}`} entry={each} zone={zone} onConversation={onConversation} />)}</tbody>
    </table>
  );
}

/** One colleague, found by name; only for who may see the list of people. */
function PersonFilter({ value, onChange }: { value?: string; onChange(actor?: string): void }) {
  const t = useT();
  const allowed = may(useMe(), 'user.manage');
  const [words, setWords] = useState('');
  const people = useInfiniteQuery({ ...peopleQuery({ words }), enabled: allowed });
  if (!allowed) return null;
  const options = people.data?.pages[0]?.items.map((each) => ({ value: each.id, label: each.name })) ?? [];
  return (
    <Select
      aria-label={t('record.person')} allowClear placeholder={t('record.anybody')} value={value} loading={people.isFetching} popupMatchSelectWidth={false}
      options={options} showSearch={{ filterOption: false, onSearch: setWords }} onChange={(next?: string) => onChange(next)}
    />
  );
}
