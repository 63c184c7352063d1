import { InboxOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Segmented } from 'antd';
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { QueueItem, View } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import { queueQuery } from './api';
import { QueueRow, rowHeight } from './queue_row';
import './queue.css';

const views: View[] = ['mine', 'unassigned', 'waiting', 'all'];

interface Props {
  view: View;
  shop: string;
  selected: string;
  onView(view: View): void;
  onOpen(id: string): void;
}

/** Who waits: the conversations of a view, to be walked with the arrow keys. */
export function Queue({ view, shop, selected, onView, onOpen }: Props) {
  const t = useT();
  const queue = useInfiniteQuery(queueQuery(view, shop));
  const counts = queue.data?.pages[0]?.counts;
  const list = useMemo(() => unique(queue.data?.pages.flatMap((page) => page.items) ?? []), [queue.data]);
  const more = () => {
    if (queue.hasNextPage && !queue.isFetchingNextPage) void queue.fetchNextPage();
  };
  return (
    <section className="queue" aria-label={t('queue.label')}>
      <div className="queue-head">
        <Segmented<View>
          block
          value={view}
          onChange={onView}
          options={views.map((each) => ({ value: each, label: <Tab view={each} count={counts?.[each]} /> }))}
        />
      </div>
      {queue.isPending && <Loading rows={8} avatar />}
      {queue.isError && list.length === 0 && <Failure error={queue.error} retry={() => void queue.refetch()} />}
      {queue.isSuccess && list.length === 0 && <NoRows view={view} />}
      {list.length > 0 && <Rows key={`${view} ${shop}`} list={list} selected={selected} onOpen={onOpen} onEnd={more} />}
    </section>
  );
}

function Tab({ view, count }: { view: View; count?: number }) {
  const t = useT();
  return <>{t(`queue.view.${view}`)}{count ? <b className="tab-count">{count >= 100 ? '99+' : count}</b> : null}</>;
}

function NoRows({ view }: { view: View }) {
  const t = useT();
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
  onOpen(id: string): void;
  onEnd(): void;
}

function Rows({ list, selected, onOpen, onEnd }: RowsProps) {
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
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= list.length - 5) onEnd();
  });
  const walk = (event: KeyboardEvent) => {
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
      aria-activedescendant={selected ? `row-${selected}` : undefined} onKeyDown={walk}
    >
      <div style={{ height: rows.getTotalSize() }}>
        {shown.map((row) => {
          const item = list[row.index]!;
          const on = item.conversation_id === selected;
          return <QueueRow key={row.key} item={item} on={on} top={row.start} onOpen={onOpen} />;
        })}
      </div>
    </div>
  );
}
