import { useQuery } from '@tanstack/react-query';
import { Select, Tabs } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { shelfQuery } from './api';
import { Packs } from './packs';
import { Rules } from './rules';
import { Words } from './words';
import './rulepack.css';
import './said';

/** The rules by which the replies of a shop are checked: those there are, packs of its own, words. */
export function RulesPage({ zone }: { zone: string }) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'));
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const [pack, setPack] = useState('');
  const { data, error, refetch } = useQuery(shelfQuery(shop));
  const edits = mayIn(me, shop, 'rule.manage');
  const look = (next: string) => {
    setShop(next);
    setPack('');
  };
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('rules.title')}</h1><p>{t('rulepack.hint')}</p></div>
        {shops.length > 1 && <Select aria-label={t('top.shop')} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={look} />}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {data && (
        <Tabs key={shop} className="rulepack-tabs" items={[
          { key: 'rules', label: t('rulepack.tab.rules'), children: <Rules shop={shop} shelf={data} edits={edits} /> },
          { key: 'packs', label: t('rulepack.tab.packs', { n: data.packs.length }), children: <Packs shop={shop} zone={zone} shelf={data} edits={edits} open={pack} onOpen={setPack} /> },
          { key: 'words', label: t('rulepack.tab.words'), children: <Words shop={shop} shelf={data} edits={edits} /> },
        ]} />
      )}
    </main>
  );
}
