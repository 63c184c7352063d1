import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { Approvals, Payouts } from './queues';
import { Ledger } from './ledger';
import { OneClaim } from './one';
import { Loading } from '../ui/states';
import '../ui/settings.css';
import './compensation.css';
import './words';

const CompensationSettings = lazy(() => import('./settings').then(({ CompensationSettings: it }) => ({ default: it })));

interface Props {
  tab?: string;
  /** The claim that is looked at, beside the list. */
  id?: string;
  onTab(tab: string): void;
  onOne(id: string | undefined): void;
  onConversation(id: string): void;
}

/** What waits for a word, what is to be paid, and all that was. */
export function CompensationsPage({ tab, id, onTab, onOne, onConversation }: Props) {
  const t = useT();
  const me = useMe();
  const tabs = [
    ...(may(me, 'compensation.approve') ? [{ key: 'approvals', label: t('comp.tab.approvals'), children: <Approvals onConversation={onConversation} /> }] : []),
    ...(may(me, 'compensation.pay') ? [{ key: 'payouts', label: t('comp.tab.payouts'), children: <Payouts onConversation={onConversation} /> }] : []),
    { key: 'ledger', label: t('comp.tab.ledger'), children: <Ledger onOne={onOne} /> },
    { key: 'settings', label: t('comp.tab.settings'), children: <Suspense fallback={<Loading rows={6} />}><CompensationSettings /></Suspense> },
  ];
  const shown = tabs.some((each) => each.key === tab) ? tab : tabs[0]!.key;
  return (
    <main className="page comp-page">
      <header className="page-head"><div><h1>{t('comp.title')}</h1><p>{t('comp.hint')}</p></div></header>
      <Tabs activeKey={shown} onChange={onTab} items={tabs} destroyOnHidden />
      {id && <OneClaim id={id} onClose={() => onOne(undefined)} onConversation={onConversation} />}
    </main>
  );
}
