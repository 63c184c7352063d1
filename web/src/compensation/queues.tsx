import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { ClaimPage } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import { useDoing } from './acts';
import { approvalsQuery, payoutsQuery } from './api';
import { ClaimCard } from './card';
import { Deputies } from './deputies';
import { ManyBar, useChosen } from './many';

type Pages = UseInfiniteQueryResult<InfiniteData<ClaimPage>>;

function Cards({ pages, as, none, onConversation }: { pages: Pages; as: 'approver' | 'payer'; none: string; onConversation(id: string): void }) {
  const t = useT();
  const { onDo, dialog } = useDoing();
  const items = pages.data?.pages.flatMap((each) => each.items) ?? [];
  const many = useChosen(as === 'approver' ? items : []);
  return (
    <>
      <ManyBar {...many} />
      {pages.isPending && <Loading rows={4} />}
      {pages.isError && items.length === 0 && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isSuccess && items.length === 0 && <Empty icon={<InboxOutlined />} title={none} hint={t('comp.none_hint')} />}
      <ul className="comp-cards">{items.map((each) => <ClaimCard key={each.id} item={each} as={as} about {...(many.open.length > 1 && each.asks_me && { chosen: many.chosen.includes(each), onChoose: many.toggle })} onDo={onDo} onConversation={onConversation} />)}</ul>
      {pages.hasNextPage && <Button block type="text" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('notice.more')}</Button>}
      {dialog}
    </>
  );
}

/** What waits for a word, one's own or anybody's, and who stands in for whom. */
export function Approvals({ onConversation }: { onConversation(id: string): void }) {
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

/** What is to be paid, on its way, or to be reconciled. */
export function Payouts({ onConversation }: { onConversation(id: string): void }) {
  const t = useT();
  return <Cards pages={useInfiniteQuery(payoutsQuery())} as="payer" none={t('comp.none_payouts')} onConversation={onConversation} />;
}
