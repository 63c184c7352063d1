import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery, type UseInfiniteQueryResult, type InfiniteData } from '@tanstack/react-query';
import { Button, Segmented, Select, Tabs } from 'antd';
import { useState } from 'react';
import type { ClaimPage } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { approvalsQuery, exportAddress, ledgerQuery, payoutsQuery, remedies, states, yuan, type LedgerFilter } from './api';
import { ClaimCard, StateTag } from './card';
import { Deputies } from './deputies';
import '../ui/settings.css';
import './compensation.css';
import './words';

interface Props {
  tab?: string;
  onTab(tab: string): void;
  onConversation(id: string): void;
}

/** What waits for a word, what is to be paid, and all that was. */
export function CompensationsPage({ tab, onTab, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const tabs = [
    ...(may(me, 'compensation.approve') ? [{ key: 'approvals', label: t('comp.tab.approvals'), children: <Approvals onConversation={onConversation} /> }] : []),
    ...(may(me, 'compensation.pay') ? [{ key: 'payouts', label: t('comp.tab.payouts'), children: <Payouts onConversation={onConversation} /> }] : []),
    { key: 'ledger', label: t('comp.tab.ledger'), children: <Ledger /> },
  ];
  const shown = tabs.some((each) => each.key === tab) ? tab : tabs[0]!.key;
  return (
    <main className="page comp-page">
      <header className="page-head"><div><h1>{t('comp.title')}</h1><p>{t('comp.hint')}</p></div></header>
      <Tabs activeKey={shown} onChange={onTab} items={tabs} destroyOnHidden />
    </main>
  );
}

type Pages = UseInfiniteQueryResult<InfiniteData<ClaimPage>>;

function Cards({ pages, as, none, onConversation }: { pages: Pages; as: 'approver' | 'payer'; none: string; onConversation(id: string): void }) {
  const t = useT();
  const items = pages.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <>
      {pages.isPending && <Loading rows={4} />}
      {pages.isError && items.length === 0 && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && <Empty icon={<InboxOutlined />} title={none} hint={t('comp.none_hint')} />}
      <ul className="comp-cards">{items.map((each) => <ClaimCard key={each.id} item={each} as={as} onConversation={onConversation} />)}</ul>
      {pages.hasNextPage && <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('notice.more')}</Button>}
    </>
  );
}

function Approvals({ onConversation }: { onConversation(id: string): void }) {
  const t = useT();
  const [whose, setWhose] = useState<'mine' | 'all'>('mine');
  const pages = useInfiniteQuery(approvalsQuery(whose === 'mine'));
  return (
    <>
      <div className="comp-bar">
        <Segmented aria-label={t('comp.whose')} value={whose} onChange={(next) => setWhose(next as 'mine' | 'all')} options={[{ value: 'mine', label: t('comp.whose.mine') }, { value: 'all', label: t('comp.whose.all') }]} />
        <Deputies />
      </div>
      <Cards pages={pages} as="approver" none={t('comp.none_waiting')} onConversation={onConversation} />
    </>
  );
}

function Payouts({ onConversation }: { onConversation(id: string): void }) {
  const t = useT();
  return <Cards pages={useInfiniteQuery(payoutsQuery())} as="payer" none={t('comp.none_payouts')} onConversation={onConversation} />;
}

function Ledger() {
  const t = useT();
  const now = useNow();
  const [filter, setFilter] = useState<LedgerFilter>({});
  const pages = useInfiniteQuery(ledgerQuery(filter));
  const items = pages.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <>
      <div className="comp-bar">
        <Select aria-label={t('comp.state')} allowClear placeholder={t('comp.state')} value={filter.state} options={states.map((value) => ({ value, label: t(`comp.state.${value}`) }))} onChange={(state) => setFilter({ ...filter, state })} />
        <Select aria-label={t('comp.remedy')} allowClear placeholder={t('comp.remedy')} value={filter.remedy} options={remedies.map((value) => ({ value, label: t(`comp.remedy.${value}`) }))} onChange={(remedy) => setFilter({ ...filter, remedy })} />
        <span className="grow" />
        <Button href={exportAddress(filter, 'csv')} download>{t('comp.export_csv')}</Button>
        <Button href={exportAddress(filter, 'xlsx')} download>{t('comp.export_xlsx')}</Button>
      </div>
      {pages.isPending && <Loading rows={6} />}
      {pages.isError && items.length === 0 && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && <Empty icon={<InboxOutlined />} title={t('comp.none_ledger')} />}
      {items.length > 0 && (
        <div className="page-card comp-ledger">
          <table className="list-table">
            <thead><tr><th>{t('comp.case')}</th><th>{t('comp.remedy')}</th><th>{t('comp.amount')}</th><th>{t('comp.state')}</th><th>{t('comp.asked_by')}</th><th>{t('comp.approvers')}</th><th>{t('comp.reference')}</th></tr></thead>
            <tbody>{items.map((each) => (
              <tr key={each.id}>
                <td><b>{each.case_number}</b><p className="quiet">{each.reason}</p></td>
                <td>{t(`comp.remedy.${each.remedy}`)}</td>
                <td className="comp-number">{yuan(each.amount_fen)}</td>
                <td><StateTag item={each} /></td>
                <td>{each.made_by.name}<p className="quiet">{dayTime(Date.parse(each.made_at), now, each.zone)}</p></td>
                <td>{each.approvals.filter((word) => word.counts).map((word) => word.by.name).join(', ')}</td>
                <td>{each.payout?.reference}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {pages.hasNextPage && <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('notice.more')}</Button>}
    </>
  );
}
