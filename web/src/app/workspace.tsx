import { MessageOutlined, SnippetsOutlined } from '@ant-design/icons';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { scenarioGroups } from '../complaint/scenarios';
import { noFilter, readFilter } from '../conversation/filter';
import { openPaste } from '../conversation/pasting';
import { Queue } from '../conversation/queue';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { Empty, Loading } from '../ui/states';
import { setPrefs, usePrefs } from './prefs';

// Fetched beside the first page, so that the queue need not wait for it.
const loading = import('./opened');
const Opened = lazy(() => loading.catch(() => import('./opened')));

const scenarios = Object.values(scenarioGroups).flat();

/** The three panes: who waits, what is said, what is being done about it. */
export function Workspace() {
  const navigate = useNavigate();
  const { view, shop } = usePrefs();
  const search = useSearch({ strict: false });
  const filter = readFilter(search);
  const { id = '' } = useParams({ strict: false });
  return (
    <main className={id ? 'workspace workspace-open' : 'workspace'}>
      <Queue
        view={view} shop={shop} filter={filter} selected={id} scenarios={scenarios}
        onChoose={({ filter: next, ...rest }) => {
          setPrefs(rest);
          if (next) void navigate({ to: '.', search: { ...noFilter, ...next }, replace: true });
        }}
        onOpen={(next) => void navigate({ to: '/c/$id', params: { id: next }, replace: id !== '' })}
      />
      {id ? <Suspense fallback={<section className="thread"><Loading rows={6} avatar /></section>}><Opened key={id} id={id} at={search.at} /></Suspense> : <NothingOpen />}
    </main>
  );
}

function NothingOpen() {
  const t = useT();
  const paste = may(useMe(), 'conversation.reply') && (
    <Button icon={<SnippetsOutlined />} title={t('paste.open_hint')} onClick={() => openPaste()}>{t('paste.open')}</Button>
  );
  return (
    <section className="nothing">
      <Empty icon={<MessageOutlined />} title={t('desk.nothing')} hint={t('desk.nothing_hint')} action={paste} />
    </section>
  );
}
