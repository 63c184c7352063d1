import { CheckOutlined, ClockCircleOutlined } from '@ant-design/icons';
import { memo, type MouseEvent } from 'react';
import type { QueueItem } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { DueChip, WaitingClock } from '../ui/due';
import { ago, dayTime } from '../ui/time';
import { useMe } from '../identity/api';
import { ChannelTag } from './channel';
import { gravity, MoodFace, RiskMark } from './queue_heard';

/** Pixels; the rows are laid out before they are measured. */
export const rowHeight = 86;

interface Props {
  item: QueueItem;
  on: boolean;
  /** Whether it is chosen; undefined while nothing is. */
  chosen?: boolean;
  top: number;
  onOpen(id: string): void;
  onChoose(item: QueueItem, event: MouseEvent): void;
}

export const QueueRow = memo(function QueueRow({ item, on, chosen, top, onOpen, onChoose }: Props) {
  const { conversation_id: id, customer } = item;
  return (
    <div
      id={`row-${id}`} role="option" aria-selected={on} aria-checked={chosen} className={rowClass(on, chosen)}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }} onClick={() => onOpen(id)}
    >
      <span className="queue-choose" aria-hidden onClick={(event) => onChoose(item, event)}><i>{chosen && <CheckOutlined />}</i></span>
      <Face item={item} />
      <div className="queue-row-body">
        <div className="queue-row-line">
          <b className="queue-name">{buyerName(customer)}</b>
          <MoodFace heard={item.heard} />
          <ChannelTag channel={item.channel} />
          <Ago item={item} />
        </div>
        <Preview item={item} />
        <div className="queue-row-line">
          <Tags item={item} />
          <Work item={item} />
          <span className="grow" />
          <Later item={item} />
          {item.waiting_since && <WaitingClock since={item.waiting_since} />}
          {item.next_due && <DueChip at={item.next_due.due_at} broken={item.next_due.broken} />}
        </div>
      </div>
    </div>
  );
});

function rowClass(on: boolean, chosen?: boolean): string {
  const choosing = chosen === undefined ? '' : chosen ? ' queue-row-choosing queue-row-chosen' : ' queue-row-choosing';
  return `queue-row${on ? ' queue-row-on' : ''}${choosing}`;
}

/** Until when it is put off, or that it is back. */
function Later({ item }: { item: QueueItem }) {
  const t = useT();
  const zone = useMe().shops.find((shop) => shop.id === item.shop_id)?.zone ?? 'Asia/Shanghai';
  const at = useNow();
  if (item.snoozed_until) return <span className="put-off"><ClockCircleOutlined aria-hidden />{dayTime(Date.parse(item.snoozed_until), at, zone)}</span>;
  return item.woke_at ? <span className="put-off put-off-back"><ClockCircleOutlined aria-hidden />{t('queue.back')}</span> : null;
}

/** That a department is done, or could not do it. */
function Work({ item }: { item: QueueItem }) {
  const t = useT();
  if (item.tickets !== 'done' && item.tickets !== 'handed_back') return null;
  return <span className={`queue-ticket queue-ticket-${item.tickets}`}>{t(`queue.tickets.${item.tickets}`)}</span>;
}

function Face({ item }: { item: QueueItem }) {
  const t = useT();
  return (
    <span className="queue-face">
      <Avatar name={buyerName(item.customer)} id={item.customer.id} />
      {item.unread > 0 && <b className="unread" aria-label={t('queue.unread', { n: item.unread })}>{item.unread > 99 ? '99+' : item.unread}</b>}
    </span>
  );
}

function Ago({ item }: { item: QueueItem }) {
  const zone = useMe().shops.find((shop) => shop.id === item.shop_id)?.zone ?? 'Asia/Shanghai';
  return <time dateTime={item.last_at}>{ago(Date.parse(item.last_at), useNow(), zone)}</time>;
}

function Preview({ item }: { item: QueueItem }) {
  const t = useT();
  const own = item.last_sender === 'agent';
  return <div className="queue-preview"><RiskMark heard={item.heard} />{own && <em>{t('queue.we')}</em>}{item.preview}</div>;
}

function Tags({ item }: { item: QueueItem }) {
  const t = useT();
  const grave = gravity(item);
  const severity = grave && tOr(`severity.${grave}`, grave);
  if (!item.case && (grave === 'high' || grave === 'critical')) return <span className={`tag tag-${grave}`} title={t('queue.heard_severity')}>{severity}</span>;
  if (!item.case) return <span className="tag tag-quiet">{item.assignee ? t('queue.no_case') : t('queue.unassigned')}</span>;
  return (
    <span className={`tag tag-cut tag-${grave}`} title={severity}>
      <span className="hidden">{severity} </span>
      {tOr(`scenario.${item.case.scenario}`, item.case.scenario)}
    </span>
  );
}
