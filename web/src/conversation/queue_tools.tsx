import { AlertOutlined, ClockCircleOutlined, SnippetsOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { View } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { sentence } from '../ui/states';
import { longestOverdue } from './api';
import { asked, fromAsked, type Filter } from './filter';
import { FilterButton } from './filters';
import { FilterChips } from './filter_chips';
import { openPaste } from './pasting';
import { SavedViews } from './saved_views';

export interface Chosen {
  view: View;
  shop: string;
  filter: Filter;
}

interface Props extends Chosen {
  scenarios: readonly string[];
  snoozed?: number;
  onChoose(chosen: Partial<Chosen>): void;
  onOpen(id: string): void;
}

/** What narrows the queue, the named views, what was put off, and the way to what is most overdue. */
export function QueueTools({ view, shop, filter, scenarios, snoozed = 0, onChoose, onOpen }: Props) {
  const t = useT();
  const off = view === 'snoozed';
  return (
    <>
      <div className="queue-tools">
        <FilterButton shop={shop} scenarios={scenarios} filter={filter} onFilter={(next) => onChoose({ filter: next })} />
        <SavedViews now={asked(view, shop, filter)} onOpen={(query) => onChoose(fromAsked(query))} />
        <span className="grow" />
        <PasteButton />
        <Button
          size="small" type={off ? 'primary' : 'text'} ghost={off} aria-pressed={off} icon={<ClockCircleOutlined />}
          onClick={() => onChoose({ view: off ? 'all' : 'snoozed' })}
        >
          {t('queue.view.snoozed')}{snoozed > 0 ? ` ${snoozed >= 100 ? '99+' : snoozed}` : ''}
        </Button>
        <Overdue shop={shop} onOpen={onOpen} />
      </div>
      <FilterChips shop={shop} filter={filter} onFilter={(next) => onChoose({ filter: next })} />
    </>
  );
}

/** The way in for chats that are held elsewhere. */
function PasteButton() {
  const t = useT();
  const me = useMe();
  if (!may(me, 'conversation.reply')) return null;
  return (
    <Tooltip title={t('paste.open_hint')}>
      <Button size="small" type="text" icon={<SnippetsOutlined />} aria-label={t('paste.title')} onClick={() => openPaste()} />
    </Tooltip>
  );
}

/** Opens the conversation whose commitment is overdue the longest. */
function Overdue({ shop, onOpen }: { shop: string; onOpen(id: string): void }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const jump = () => {
    setBusy(true);
    longestOverdue(cache, shop)
      .then((id) => (id ? onOpen(id) : void message.info(t('queue.none_overdue'))))
      .catch((error: unknown) => void message.error(sentence(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Tooltip title={t('queue.longest_overdue')}>
      <Button size="small" type="text" icon={<AlertOutlined />} aria-label={t('queue.longest_overdue')} loading={busy} onClick={jump} />
    </Tooltip>
  );
}
