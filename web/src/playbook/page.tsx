import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { Editor } from './editor';
import './editor.css';
import './playbook.css';
import { Shelf } from './shelf';
import { shelfQuery } from './shelf_api';
import './said';

/** The playbooks that a shop works by, or the one that is looked at. */
export function PlaybooksPage({ zone }: { zone: string }) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'));
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const [open, setOpen] = useState('');
  const { data, error, refetch } = useQuery(shelfQuery(shop));
  const edits = mayIn(me, shop, 'playbook.manage');
  if (data && open) return <main className="page"><Editor key={open} shop={shop} zone={zone} id={open} shelf={data} edits={edits} onClose={() => setOpen('')} /></main>;
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('playbook.title')}</h1><p>{t('playbook.hint')}</p></div>
        {shops.length > 1 && <Select aria-label={t('top.shop')} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {data && <Shelf key={shop} shop={shop} shelf={data} edits={edits} onOpen={setOpen} />}
    </main>
  );
}
