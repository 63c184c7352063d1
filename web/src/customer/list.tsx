import { SearchOutlined, TeamOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { CustomerRow } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { ago, dayName } from '../ui/time';
import { listQuery, tagsQuery, type ListFilter } from './api';
import { TagList } from './tags';
import { LevelTag } from './treatment';
import '../ui/settings.css';
import './customer.css';

interface Props {
  /** Empty for all shops. */
  shop: string;
  zone: string;
  filter: ListFilter;
  onFilter(filter: ListFilter): void;
  onOpen(id: string): void;
}

/** Who has written to us, the newest first; found by name, nick, tag, or the end of a phone number. */
export function CustomerList({ shop, zone, filter, onFilter, onOpen }: Props) {
  const t = useT();
  const found = useInfiniteQuery(listQuery(shop, filter));
  const rows = found.data?.pages.flatMap((page) => page.items);
  return (
    <main className="customer-page" aria-label={t('customers.list')}>
      <h1>{t('customers.list')}</h1>
      <Filter shop={shop} filter={filter} onFilter={onFilter} />
      {!rows && (found.error ? <Failure error={found.error} retry={() => void found.refetch()} /> : <Loading rows={6} avatar />)}
      {rows?.length === 0 && <Empty icon={<TeamOutlined />} title={t('customers.none')} hint={t('customers.none_hint')} />}
      {rows && rows.length > 0 && <Table rows={rows} zone={zone} onOpen={onOpen} />}
      {found.hasNextPage && <Button block type="text" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t('customers.more')}</Button>}
    </main>
  );
}

function Filter({ shop, filter, onFilter }: Pick<Props, 'shop' | 'filter' | 'onFilter'>) {
  const t = useT();
  const tags = useQuery(tagsQuery(shop));
  const [words, setWords] = useState(filter.words ?? '');
  useEffect(() => {
    if (words === (filter.words ?? '')) return;
    const soon = setTimeout(() => onFilter({ ...filter, words: words || undefined }), 250);
    return () => clearTimeout(soon);
  }, [words, filter, onFilter]);
  return (
    <div className="list-filter" role="search">
      <Input
        className="list-search customer-search" prefix={<SearchOutlined />} value={words} maxLength={60} aria-label={t('customers.find')}
        placeholder={t('customers.find')} onChange={({ target }) => setWords(target.value)}
      />
      <Select
        allowClear aria-label={t('customers.tag_filter')} placeholder={t('customers.tag_filter')} value={filter.tag}
        onChange={(tag) => onFilter({ ...filter, tag })} options={(tags.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
      />
    </div>
  );
}

const columns = ['name', 'tags', 'phone', 'cases', 'since', 'last'] as const;

function Table({ rows, zone, onOpen }: { rows: CustomerRow[]; zone: string; onOpen(id: string): void }) {
  const t = useT();
  const now = useNow();
  return (
    <div className="team-list customer-list">
      <table className="list-table">
        <thead>
          <tr>{columns.map((each) => <th key={each}>{t(`customers.column.${each}`)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id} onClick={() => onOpen(each.id)}>
              <td>
                <button type="button" className="customer-name"><Avatar name={buyerName(each)} id={each.id} size={30} /><b>{buyerName(each)}</b></button>
                <LevelTag level={each.level} />
              </td>
              <td><TagList tags={each.tags} /></td>
              <td><code>{each.phone || '–'}</code></td>
              <td>{each.cases}{each.open_cases > 0 && <em className="customer-open">{t('customers.open_n', { n: each.open_cases })}</em>}</td>
              <td>{dayName(Date.parse(each.since), now, zone)}</td>
              <td>{each.last_at ? ago(Date.parse(each.last_at), now, zone) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
