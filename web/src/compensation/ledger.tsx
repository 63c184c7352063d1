import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { Claim } from '../api/wire';
import { listed, useT } from '../i18n';
import { useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { yuan } from '../ui/money';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { exportAddress, ledgerQuery, remedies, states, type LedgerFilter } from './api';
import { StateTag } from './card';

/** All claims, the newest first. */
export function Ledger({ onOne }: { onOne(id: string): void }) {
  const t = useT();
  const [filter, setFilter] = useState<LedgerFilter>({});
  const pages = useInfiniteQuery(ledgerQuery(filter));
  const items = pages.data?.pages.flatMap((each) => each.items) ?? [];
  const narrowed = Object.values(filter).some(Boolean);
  return (
    <>
      <Filters filter={filter} onFilter={setFilter} />
      {pages.isPending && <Loading rows={6} />}
      {pages.isError && items.length === 0 && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && <Empty icon={<InboxOutlined />} title={t(narrowed ? 'comp.none_match' : 'comp.none_ledger')} hint={narrowed ? undefined : t('comp.none_ledger_hint')} />}
      {items.length > 0 && (
        <div className="page-card comp-ledger">
          <table className="list-table">
            <thead><tr><th>{t('comp.case')}</th><th>{t('comp.remedy')}</th><th>{t('comp.amount')}</th><th>{t('comp.state')}</th><th>{t('comp.asked_by')}</th><th>{t('comp.approvers')}</th><th>{t('comp.reference')}</th></tr></thead>
            <tbody>{items.map((each) => <Row key={each.id} item={each} onOne={onOne} />)}</tbody>
          </table>
        </div>
      )}
      {pages.hasNextPage && <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('notice.more')}</Button>}
    </>
  );
}

function Row({ item, onOne }: { item: Claim; onOne(id: string): void }) {
  const t = useT();
  const now = useNow();
  return (
    <tr>
      <td><button type="button" className="comp-link" onClick={() => onOne(item.id)}>{item.case_number}</button><p className="quiet">{item.reason}</p></td>
      <td>{t(`comp.remedy.${item.remedy}`)}</td>
      <td className="comp-number">{yuan(item.amount_fen)}</td>
      <td><StateTag item={item} /></td>
      <td>{item.made_by.name}<p className="quiet">{dayTime(Date.parse(item.made_at), now, item.zone)}</p></td>
      <td>{listed(item.approvals.filter((word) => word.counts).map((word) => word.by.name))}</td>
      <td className="comp-reference">{item.payout?.reference}</td>
    </tr>
  );
}

function Filters({ filter, onFilter }: { filter: LedgerFilter; onFilter(filter: LedgerFilter): void }) {
  const t = useT();
  const { shops } = useMe();
  const day = (name: 'from' | 'to') => (
    <label className="comp-day">{t(`comp.${name}`)}<Input type="date" value={filter[name] ?? ''} onChange={(event) => onFilter({ ...filter, [name]: event.target.value || undefined })} /></label>
  );
  return (
    <div className="comp-bar">
      {shops.length > 1 && <Select aria-label={t('comp.shop')} allowClear placeholder={t('comp.shop')} value={filter.shop} options={shops.map(({ id, name }) => ({ value: id, label: name }))} onChange={(shop) => onFilter({ ...filter, shop })} />}
      <Select aria-label={t('comp.state')} allowClear placeholder={t('comp.state')} value={filter.state} options={states.map((value) => ({ value, label: t(`comp.state.${value}`) }))} onChange={(state) => onFilter({ ...filter, state })} />
      <Select aria-label={t('comp.remedy')} allowClear placeholder={t('comp.remedy')} value={filter.remedy} options={remedies.map((value) => ({ value, label: t(`comp.remedy.${value}`) }))} onChange={(remedy) => onFilter({ ...filter, remedy })} />
      {day('from')}
      {day('to')}
      <span className="grow" />
      <Button href={exportAddress(filter, 'csv')} download>{t('comp.export_csv')}</Button>
      <Button href={exportAddress(filter, 'xlsx')} download>{t('comp.export_xlsx')}</Button>
    </div>
  );
}
