import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Segmented } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { QueueItem, View } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import { queueQuery } from './api';
import { conditions, noFilter } from './filter';
import { QueueRow, rowHeight } from './queue_row';
import { QueueTools, type Chosen } from './queue_tools';
import { nothing, toggled, withAll, withRange, type Selection } from './selection';
import './queue.css';

const BulkBar = lazy(() => import('./bulk'));

const views: View[] = ['mine', 'unassigned', 'waiting', 'all'];

interface Props extends Chosen {
  selected: string;
  /** The codes of all kinds of complaints, which another noun knows. */
  scenarios: readonly string[];
  onChoose(chosen: Partial<Chosen>): void;
  onOpen(id: string): void;
}

/** Who waits: the conversations of a view, to be walked with the arrow keys. */
export function Queue({ view, shop, filter, selected, scenarios, onChoose, onOpen }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const query = queueQuery(view, shop, filter);
  const queue = useInfiniteQuery(query);
  const counts = queue.data?.pages[0]?.counts;
  const list = useMemo(() => unique(queue.data?.pages.flatMap((page) => page.items) ?? []), [queue.data]);
  const [selection, setSelection] = useSelection(JSON.stringify([view, shop, filter]));
  const more = () => {
    if (queue.hasNextPage && !queue.isFetchingNextPage) void queue.fetchNextPage();
  };
  const rows = () => cache.getQueryData(query.queryKey)?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="queue" aria-label={t('queue.label')}>
      <div className="queue-head">
        <Segmented<View>
          block
          value={view}
          onChange={(next) => onChoose({ view: next })}
          options={views.map((each) => ({ value: each, label: <Tab view={each} count={counts?.[each]} /> }))}
        />
        <QueueTools {...{ view, shop, filter, scenarios, onChoose, onOpen }} snoozed={counts?.snoozed} />
      </div>
      {queue.isPending && <Loading rows={8} avatar />}
      {queue.isError && list.length === 0 && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.isSuccess && list.length === 0 && <NoRows view={view} narrowed={conditions(filter) > 0} onClear={() => onChoose({ filter: noFilter })} />}
      {list.length > 0 && <Rows key={`${view} ${shop}`} {...{ list, selected, selection, onOpen }} onSelection={setSelection} onEnd={more} />}
      <Suspense><BulkBar shop={shop} rows={rows} selection={selection} onSelection={setSelection} onAll={() => setSelection(withAll(selection, list))} /></Suspense>
    </section>
  );
}

/** What is chosen, until one looks at something else. */
function useSelection(of: string): [Selection, (selection: Selection) => void] {
  const [held, setHeld] = useState({ of, selection: nothing });
  return [held.of === of ? held.selection : nothing, (selection) => setHeld({ of, selection })];
}

function Tab({ view, count }: { view: View; count?: number }) {
  const t = useT();
  return <>{t(`queue.view.${view}`)}{count ? <b className="tab-count">{count >= 100 ? '99+' : count}</b> : null}</>;
}

function NoRows({ view, narrowed, onClear }: { view: View; narrowed: boolean; onClear(): void }) {
  const t = useT();
  if (narrowed) {
    return <Empty icon={<InboxOutlined />} title={t('queue.empty_filter')} hint={t('queue.hint_filter')} action={<Button size="small" onClick={onClear}>{t('filter.clear')}</Button>} />;
  }
  return <Empty icon={<InboxOutlined />} title={t(`queue.empty.${view}`)} hint={t(`queue.hint.${view}`)} />;
}

/** A conversation may move to a further page while pages are fetched. */
function unique(list: QueueItem[]): QueueItem[] {
  const seen = new Set<string>();
  return list.filter((each) => !seen.has(each.conversation_id) && seen.add(each.conversation_id));
}

interface RowsProps {
  list: QueueItem[];
  selected: string;
  selection: Selection;
  onSelection(selection: Selection): void;
  onOpen(id: string): void;
  onEnd(): void;
}

function Rows({ list, selected, selection, onSelection, onOpen, onEnd }: RowsProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    getItemKey: (index) => list[index]!.conversation_id,
  });
  const shown = rows.getVirtualItems();
  const there = shown.some((row) => list[row.index]!.conversation_id === selected);
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= list.length - 5) onEnd();
  });
  const choose = useChoosing(list, selection, onSelection);
  const walk = (event: KeyboardEvent) => {
    const at = list.find((each) => each.conversation_id === selected);
    if (event.key === ' ' && at) {
      event.preventDefault();
      onSelection(toggled(selection, at));
    }
    if (event.key === 'Escape' && selection.size > 0) onSelection(nothing);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const from = list.findIndex((each) => each.conversation_id === selected);
    const index = from < 0 ? 0 : Math.min(list.length - 1, Math.max(0, from + step));
    rows.scrollToIndex(index);
    onOpen(list[index]!.conversation_id);
  };
  return (
    <div
      ref={box} className="queue-rows" role="listbox" tabIndex={0} aria-label={t('queue.label')}
      aria-activedescendant={there ? `row-${selected}` : undefined} onKeyDown={walk}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const item = list[row.index]!;
          const on = item.conversation_id === selected;
          const chosen = selection.size > 0 ? selection.has(item.conversation_id) : undefined;
          return <QueueRow key={row.key} item={item} on={on} chosen={chosen} top={row.start} onOpen={onOpen} onChoose={choose} />;
        })}
      </div>
    </div>
  );
}

/** Chooses a row; with Shift, all from the last chosen one on. */
function useChoosing(list: QueueItem[], selection: Selection, onSelection: (selection: Selection) => void) {
  const last = useRef('');
  return (item: QueueItem, event: MouseEvent) => {
    event.stopPropagation();
    const id = item.conversation_id;
    onSelection(event.shiftKey && last.current ? withRange(selection, list, last.current, id) : toggled(selection, item));
    last.current = id;
  };
}
