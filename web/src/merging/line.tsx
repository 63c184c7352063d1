import { DownOutlined, MergeCellsOutlined, UpOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Conversation, Merging, Message } from '../api/wire';
import { detailQuery, loadEarlier, threadQuery } from '../conversation/api';
import { items } from '../conversation/items';
import { EventLine, MessageLine } from '../conversation/message';
import { RecalledLine } from '../conversation/recall';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { buyerName } from '../ui/buyer';
import { now } from '../ui/clock';
import { Failure, Loading, sentence } from '../ui/states';
import { dayName, dayTime } from '../ui/time';
import { mergingsQuery } from './api';
import { UndoButton } from './undo';
import './merging.css';

interface Props {
  /** The line that says that another conversation was merged into this one. */
  message: Message;
  conversation: Conversation;
  card(message: Message): ReactNode;
}

/** Where another conversation came in, with what was said there. One that was taken back is only a line. */
export function MergedLine({ message, conversation, card }: Props) {
  const { data } = useQuery(mergingsQuery(conversation.id));
  const merging = data?.from.find((each) => each.id === message.event?.args?.merging_id);
  if (!merging) return <EventLine message={message} conversation={conversation} />;
  return <MergedIn merging={merging} conversation={conversation} card={card} />;
}

function MergedIn({ merging, conversation, card }: { merging: Merging; conversation: Conversation; card: Props['card'] }) {
  const t = useT();
  const me = useMe();
  const [open, setOpen] = useState(true);
  const { zone, id: shop } = conversation.shop;
  const may = mayIn(me, shop, 'conversation.merge') && conversation.merged_into === '';
  const name = buyerName(merging.source);
  return (
    <section className="merged-in" aria-label={t('merging.in_label', { name })}>
      <header>
        <MergeCellsOutlined />
        <span>{t('merging.in', { name, by: merging.by.name, time: dayTime(Date.parse(merging.at), now(), zone) })}</span>
        <Button size="small" type="text" icon={open ? <UpOutlined /> : <DownOutlined />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'merging.fold' : 'merging.unfold')}
        </Button>
        {may && <UndoButton merging={merging} />}
      </header>
      {open && <Said id={merging.source_id} zone={zone} card={card} />}
    </section>
  );
}

/** What was said in a conversation that goes on elsewhere. */
function Said({ id, zone, card }: { id: string; zone: string; card: Props['card'] }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const detail = useQuery(detailQuery(id));
  const thread = useQuery(threadQuery(cache, id));
  const [busy, setBusy] = useState(false);
  const error = detail.error ?? thread.error;
  if (error) return <Failure error={error} retry={() => void Promise.all([detail.refetch(), thread.refetch()])} />;
  if (!detail.data || !thread.data) return <Loading rows={2} avatar />;
  const { conversation } = detail.data;
  const more = () => {
    setBusy(true);
    loadEarlier(cache, id).catch((failed: unknown) => message.error(sentence(failed))).finally(() => setBusy(false));
  };
  return (
    <div className="merged-said">
      {thread.data.hasEarlier && <p><Button size="small" loading={busy} onClick={more}>{t('thread.earlier')}</Button></p>}
      {items(thread.data.messages, zone, conversation.channel === 'paste').map((item) => (
        <div key={item.key}>
          {item.day !== undefined && <div className="day"><span>{dayName(item.day, now(), zone)}</span></div>}
          {item.type === 'event' && (item.message.event?.code === 'conversation.merged'
            ? <MergedLine message={item.message} conversation={conversation} card={card} />
            : <EventLine message={item.message} conversation={conversation} />)}
          {item.type === 'recalled' && <RecalledLine message={item.message} conversation={id} zone={zone} />}
          {item.type === 'message' && <MessageLine item={item} conversation={conversation} card={card} />}
        </div>
      ))}
    </div>
  );
}
