import { AuditOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { Dispute } from '../api/wire';
import { useT } from '../i18n';
import { may, mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { disputesQuery, kinds, reasons } from './api';
import { Clocks } from './clocks';
import { DisputeDrawer } from './detail';
import type { DisputeFilter, Tab } from './keys';
import { DisputeClock, DisputeTag, OneOf } from './parts';
import { RegisterDialog } from './register';
import { Report } from './report';
import '../ui/settings.css';
import './words';
import './dispute.css';

interface Props {
  filter: DisputeFilter;
  onFilter(filter: DisputeFilter): void;
  onConversation(id: string): void;
}

/** What buyers have brought before platforms, authorities and others. */
export function DisputesPage({ filter, onFilter, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const [registering, setRegistering] = useState(false);
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'dispute.read'));
  const shop = filter.shop ?? shops[0]?.id ?? '';
  const tab = filter.tab ?? 'list';
  const open = (id?: string) => onFilter({ ...filter, id });
  return (
    <main className="page disputes">
      <header className="page-head">
        <div><h1>{t('dispute.title')}</h1><p>{t('dispute.hint')}</p></div>
        {may(me, 'dispute.write') && <Button type="primary" onClick={() => setRegistering(true)}>{t('dispute.register')}</Button>}
      </header>
      <div className="list-filter" role="search" aria-label={t('dispute.filter')}>
        <Segmented<Tab>
          aria-label={t('dispute.tabs')} value={tab} onChange={(next) => onFilter({ ...filter, tab: next === 'list' ? undefined : next })}
          options={(['list', 'report', 'clocks'] as const).map((each) => ({ value: each, label: t(`dispute.tab.${each}`) }))}
        />
        {tab === 'list' && <Narrow filter={filter} onFilter={onFilter} />}
        <span className="grow" />
        {shops.length > 1 && (
          <Select
            aria-label={t('wall.shop')} allowClear={tab === 'list'} placeholder={t('wall.any_shop')} popupMatchSelectWidth={false} value={tab === 'list' ? filter.shop : shop}
            options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next?: string) => onFilter({ ...filter, shop: next })}
          />
        )}
      </div>
      {tab === 'list' && <List filter={filter} onOpen={open} />}
      {tab === 'report' && <Report key={shop} shop={shop} />}
      {tab === 'clocks' && <Clocks key={shop} shop={shop} mayWrite={mayIn(me, shop, 'dispute.settings')} />}
      <DisputeDrawer id={filter.id ?? ''} onClose={() => open()} onConversation={onConversation} />
      {registering && <RegisterDialog shop={shop} onDone={open} onClose={() => setRegistering(false)} />}
    </main>
  );
}

function Narrow({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const t = useT();
  const check = (name: 'mine' | 'overdue' | 'decided') => (
    <Checkbox checked={filter[name] ?? false} onChange={(event) => onFilter({ ...filter, [name]: event.target.checked || undefined })}>{t(`dispute.only.${name}`)}</Checkbox>
  );
  return (
    <>
      {check('mine')}{check('overdue')}{check('decided')}
      <OneOf label={t('dispute.kind')} any={t('dispute.any_kind')} value={filter.kind as (typeof kinds)[number]} all={kinds} name={(each) => t(`dispute.kind.${each}`)} onChange={(kind) => onFilter({ ...filter, kind })} />
      <OneOf label={t('dispute.reason')} any={t('dispute.any_reason')} value={filter.reason as (typeof reasons)[number]} all={reasons} name={(each) => t(`dispute.reason.${each}`)} onChange={(reason) => onFilter({ ...filter, reason })} />
    </>
  );
}

function List({ filter, onOpen }: { filter: DisputeFilter; onOpen(id: string): void }) {
  const t = useT();
  const page = useInfiniteQuery(disputesQuery(filter));
  const items = page.data?.pages.flatMap((each) => each.items) ?? [];
  return (
    <div className="page-card">
      {page.isPending && <Loading rows={6} />}
      {page.isError && items.length === 0 && <Failure error={page.error} retry={() => void page.refetch()} />}
      {page.isSuccess && items.length === 0 && <Empty icon={<AuditOutlined />} title={t('dispute.none')} hint={t('dispute.none_hint')} />}
      {items.length > 0 && (
        <table className="list-table">
          <thead><tr><th>{t('dispute.due')}</th><th>{t('dispute.number')}</th><th>{t('dispute.reason')}</th><th>{t('dispute.state')}</th><th>{t('dispute.amount')}</th><th>{t('dispute.owner')}</th></tr></thead>
          <tbody>{items.map((each) => <Row key={each.id} dispute={each} onOpen={onOpen} />)}</tbody>
        </table>
      )}
      {page.hasNextPage && <Button type="text" block loading={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>{t('notice.more')}</Button>}
    </div>
  );
}

function Row({ dispute, onOpen }: { dispute: Dispute; onOpen(id: string): void }) {
  const t = useT();
  const now = useNow();
  const late = dispute.due_at !== null && Date.parse(dispute.due_at) <= now;
  const where = dispute.platform === 'none' ? t(`dispute.kind.${dispute.kind}`) : `${t(`platform.${dispute.platform}`)} · ${t(`dispute.kind.${dispute.kind}`)}`;
  return (
    <tr className={late ? 'dispute-late' : undefined}>
      <td className="dispute-when">
        <DisputeClock dispute={dispute} />
        {dispute.due_at && <time dateTime={dispute.due_at}>{dayTime(Date.parse(dispute.due_at), now, dispute.zone)}</time>}
      </td>
      <td><button type="button" className="dispute-link" onClick={() => onOpen(dispute.id)}>{dispute.number}</button><p>{where}{dispute.case_number && ` · ${dispute.case_number}`}</p></td>
      <td>{t(`dispute.reason.${dispute.reason}` as 'dispute.reason.other')}</td>
      <td><DisputeTag dispute={dispute} /></td>
      <td>{dispute.amount > 0 ? `¥${(dispute.amount / 100).toFixed(2)}` : '—'}</td>
      <td>{dispute.owner.name}</td>
    </tr>
  );
}
