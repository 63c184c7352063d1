import { BellOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Popover } from 'antd';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { Notice } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { happening } from '../ui/happening';
import { ago } from '../ui/time';
import { keys, markRead, noticesQuery } from './api';
import { alarms } from './critical';
import { useRinging } from './ring';
import './notice.css';

const Alarms = lazy(() => import('./alarm'));
const RingChoice = lazy(() => import('./ring_choice'));

interface Props {
  zone: string;
  onOpen(conversationId: string): void;
  onTicket(id: string): void;
  onDispute(id: string): void;
  onClaim(id: string): void;
  onRecall(id: string): void;
  /** A handover or a shift. */
  onShift(): void;
  /** The papers of a shop that end. */
  onPapers(shop: string): void;
}

/** What happened while one looked elsewhere. */
export function Bell({ zone, onOpen, onTicket, onDispute, onClaim, onRecall, onShift, onPapers }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const cache = useQueryClient();
  const notices = useInfiniteQuery(noticesQuery);
  const known = useMemo(() => notices.data?.pages.flatMap((page) => page.items), [notices.data]);
  const list = known ?? [];
  const unread = notices.data?.pages[0]?.unread ?? 0;
  const read = useMutation({
    mutationFn: (upTo: string) => markRead(upTo),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
  const follow = useCallback((notice: Notice) => {
    const { conversation_id: conversation, ticket_id: ticket, claim_id: claim } = notice.ref;
    if (notice.args.dispute_id) onDispute(notice.args.dispute_id);
    else if (notice.args.recall) onRecall(notice.args.recall);
    else if (notice.args.papers_of) onPapers(notice.args.papers_of);
    else if (claim || notice.kind === 'compensation.deputy') onClaim(claim);
    else if (conversation) onOpen(conversation);
    else if (ticket) onTicket(ticket);
    else if (/^(handover|roster)\./.test(notice.kind)) onShift();
  }, [onOpen, onTicket, onDispute, onClaim, onRecall, onShift, onPapers]);
  useRinging(known, zone, follow);
  const choose = (notice: Notice) => {
    setOpen(false);
    if (!notice.read) read.mutate(notice.id);
    follow(notice);
  };
  const content = (
    <section className="notices" aria-label={t('notice.title')}>
      <header>
        <h3>{t('notice.title')}</h3>
        <Button size="small" type="link" disabled={unread === 0} loading={read.isPending} onClick={() => list[0] && read.mutate(list[0].id)}>{t('notice.read_all')}</Button>
      </header>
      {notices.isPending && <Loading rows={3} />}
      {notices.isError && list.length === 0 && <Failure error={notices.error} retry={() => void notices.refetch()} />}
      {notices.isSuccess && list.length === 0 && <Empty icon={<BellOutlined />} title={t('notice.none')} hint={t('notice.none_hint')} />}
      <ul>{list.map((each) => <Row key={each.id} notice={each} zone={zone} onChoose={() => choose(each)} />)}</ul>
      {notices.hasNextPage && <Button block type="text" loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>{t('notice.more')}</Button>}
      <Suspense><RingChoice /></Suspense>
    </section>
  );
  return (
    <>
      {list.some(alarms) && <Suspense><Alarms list={list} zone={zone} onOpen={choose} onSeen={(notice) => read.mutate(notice.id)} /></Suspense>}
      <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={content} arrow={false}>
        <Badge count={unread} size="small" offset={[-6, 6]}>
          <Button type="text" icon={<BellOutlined />} aria-label={unread > 0 ? t('notice.bell_unread', { n: unread }) : t('notice.bell')} />
        </Badge>
      </Popover>
    </>
  );
}

function Row({ notice, zone, onChoose }: { notice: Notice; zone: string; onChoose(): void }) {
  const now = useNow();
  return (
    <li>
      <button type="button" className={notice.read ? 'notice' : 'notice notice-new'} onClick={onChoose}>
        <span>{happening(notice.kind, notice.args, zone, notice.kind)}</span>
        <time dateTime={notice.at}>{ago(Date.parse(notice.at), now, zone)}</time>
      </button>
    </li>
  );
}
