import { DownloadOutlined, PlusOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { ListedQuickReply, QuickReplies } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { exportUrl, repliesQuery } from './api';
import { Form } from './form';
import { ImportButton } from './import';
import { Row } from './row';
import './quickreply.css';
import './words';

type View = 'all' | 'due' | 'own';

/** The quick replies of a shop and one's own: what they say, until when, and how they fare. */
export function RepliesPage() {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'conversation.reply'));
  const [id, setShop] = useState(shops[0]?.id ?? '');
  const shop = shops.find((each) => each.id === id);
  const { data, error, refetch } = useQuery({ ...repliesQuery(id), enabled: id !== '' });
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('quick_reply.title')}</h1><p>{t('quick_reply.page_hint')}</p></div>
        {shops.length > 1 && <Select aria-label={t('top.shop')} value={id} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {data && shop && <List key={id} shop={shop} replies={data} />}
    </main>
  );
}

function List({ shop, replies }: { shop: { id: string; zone: string }; replies: QuickReplies }) {
  const t = useT();
  const [view, setView] = useState<View>('all');
  const [words, setWords] = useState('');
  const [edited, setEdited] = useState<ListedQuickReply | 'new'>();
  const due = replies.items.filter((each) => each.due);
  const shown = replies.items.filter((each) => (view === 'all' || (view === 'due' ? each.due : each.own)) && says(each, words));
  const groups = [...new Set(replies.items.map(({ group }) => group))].filter(Boolean);
  return (
    <>
      <div className="list-filter quick-bar">
        <Segmented<View> value={view} onChange={setView} options={[{ value: 'all', label: t('quick_reply.all', { n: replies.items.length }) }, { value: 'due', label: t('quick_reply.due', { n: due.length }) }, { value: 'own', label: t('quick_reply.own') }]} />
        <Input.Search className="list-search" allowClear placeholder={t('quick_reply.search')} aria-label={t('quick_reply.search')} value={words} onChange={({ target }) => setWords(target.value)} />
        <span className="quick-acts">
          {replies.manages && <ImportButton shop={shop.id} />}
          <Button icon={<DownloadOutlined />} href={exportUrl(shop.id, 'xlsx')}>{t('quick_reply.export')}</Button>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>{t('quick_reply.add')}</Button>
        </span>
      </div>
      <div className="page-card">
        {shown.length === 0 && <Empty icon={<ThunderboltOutlined />} title={t(replies.items.length ? 'quick_reply.none_here' : 'quick_reply.empty')} hint={replies.items.length ? undefined : t('quick_reply.empty_hint')} />}
        {shown.length > 0 && (
          <table className="list-table quick-table">
            <thead><tr><th>{t('quick_reply.reply')}</th><th>{t('quick_reply.holds_for')}</th><th>{t('quick_reply.fares')}</th></tr></thead>
            <tbody>{shown.map((each) => <Row key={each.id} reply={each} zone={shop.zone} open={each.own || replies.manages ? () => setEdited(each) : undefined} />)}</tbody>
          </table>
        )}
      </div>
      {edited && <Form shop={shop} reply={edited === 'new' ? undefined : edited} replies={replies} groups={groups} close={() => setEdited(undefined)} />}
    </>
  );
}

const says = ({ title, group, text }: ListedQuickReply, words: string) => [title, group, text].some((each) => each.toLowerCase().includes(words.trim().toLowerCase()));
