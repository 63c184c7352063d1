import { AlertOutlined, AuditOutlined, CoffeeOutlined, ContactsOutlined, FieldTimeOutlined, InboxOutlined, MessageOutlined, SearchOutlined, SettingOutlined, ShoppingOutlined, SolutionOutlined, TeamOutlined, WalletOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useMatchRoute } from '@tanstack/react-router';
import { Badge } from 'antd';
import { useEffect, type ReactNode } from 'react';
import { queueQuery } from '../conversation/api';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { Logo } from '../identity/entrance';
import { useWaitingRing } from '../notice/ring';
import { usePrefs } from './prefs';
import { areasOf } from './settings/areas';

/** The ways to the screens there are. */
export function Rail() {
  const t = useT();
  const me = useMe();
  const { view, shop } = usePrefs();
  const talks = may(me, 'conversation.read');
  const queue = useInfiniteQuery({ ...queueQuery(view, shop), enabled: talks });
  const waiting = queue.data?.pages[0]?.counts.waiting ?? 0;
  const atCounts = Boolean(useMatchRoute()({ to: '/liability' }));
  const atTeam = Boolean(useMatchRoute()({ to: '/team' })) || atCounts;
  const atSettings = Boolean(useMatchRoute()({ to: '/settings', fuzzy: true }));
  const atWall = Boolean(useMatchRoute()({ to: '/wall' }));
  const atSearch = Boolean(useMatchRoute()({ to: '/search' }));
  const atOrders = Boolean(useMatchRoute()({ to: '/orders', fuzzy: true }));
  const atCustomers = Boolean(useMatchRoute()({ to: '/customers', fuzzy: true }));
  const atTickets = Boolean(useMatchRoute()({ to: '/tickets' }));
  const atDisputes = Boolean(useMatchRoute()({ to: '/disputes' }));
  const atComp = Boolean(useMatchRoute()({ to: '/compensations' }));
  const atParcels = Boolean(useMatchRoute()({ to: '/parcels' }));
  const atRecalls = Boolean(useMatchRoute()({ to: '/recalls' }));
  const atShift = Boolean(useMatchRoute()({ to: '/shift', fuzzy: true }));
  useEffect(() => {
    document.title = waiting > 0 ? `(${waiting >= 100 ? '99+' : waiting}) ${t('brand')}` : t('brand');
  }, [waiting, t]);
  useWaitingRing(waiting, t('notice.waiting', { n: waiting }));
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <div className="rail-logo"><Logo size={34} /></div>
      {talks && <Place to="/" on={!atSettings && !atShift && !atTeam && !atWall && !atTickets && !atDisputes && !atComp && !atRecalls && !atParcels && !atOrders && !atCustomers && !atSearch} icon={<Badge count={waiting} size="small" overflowCount={99} offset={[5, -2]}><MessageOutlined /></Badge>} label={t('nav.desk')} />}
      {!me.provisional && <Place to="/shift" on={atShift} icon={<CoffeeOutlined />} label={t('nav.shift')} />}
      {may(me, 'commitment.read') && <Place to="/wall" on={atWall} icon={<FieldTimeOutlined />} label={t('nav.wall')} />}
      {may(me, 'ticket.read') && <Place to="/tickets" on={atTickets} icon={<SolutionOutlined />} label={t('nav.tickets')} />}
      {may(me, 'dispute.read') && <Place to="/disputes" on={atDisputes} icon={<AuditOutlined />} label={t('nav.disputes')} />}
      {(may(me, 'compensation.approve') || may(me, 'compensation.pay')) && <Place to="/compensations" on={atComp} icon={<WalletOutlined />} label={t('nav.compensations')} />}
      {may(me, 'order.read') && <Place to="/parcels" on={atParcels} icon={<InboxOutlined />} label={t('nav.parcels')} />}
      {may(me, 'team.supervise') && <Place to="/recalls" on={atRecalls} icon={<AlertOutlined />} label={t('nav.recalls')} />}
      {may(me, 'customer.read') && <Place to="/customers" on={atCustomers} icon={<ContactsOutlined />} label={t('nav.customers')} />}
      {(talks || may(me, 'case.read')) && <Place to="/search" on={atSearch} icon={<SearchOutlined />} label={t('search.title')} />}
      {may(me, 'order.read') && <Place to="/orders" on={atOrders} icon={<ShoppingOutlined />} label={t('nav.orders')} />}
      {may(me, 'team.supervise') && <Place to="/team" on={atTeam} icon={<TeamOutlined />} label={t('nav.team')} />}
      {areasOf(me).length > 0 && <Place to="/settings" on={atSettings} icon={<SettingOutlined />} label={t('nav.settings')} />}
    </nav>
  );
}

function Place({ to, on, icon, label }: { to: '/' | '/shift' | '/wall' | '/tickets' | '/disputes' | '/compensations' | '/recalls' | '/parcels' | '/orders' | '/search' | '/customers' | '/team' | '/settings'; on: boolean; icon: ReactNode; label: string }) {
  return (
    <Link to={to} className={on ? 'rail-place rail-place-on' : 'rail-place'} aria-current={on ? 'page' : undefined}>
      <span className="rail-icon">{icon}</span>
      <span>{label}</span>
    </Link>
  );
}
