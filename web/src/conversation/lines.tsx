import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { App, Button } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type ReactNode } from 'react';
import type { Conversation, Message } from '../api/wire';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { sentence } from '../ui/states';
import { dayName } from '../ui/time';
import { loadBackTo, loadEarlier } from './api';
import { EventLine, MessageLine } from './message';
import type { Item } from './items';
import { earliest, type Known } from './merge';
import type { Outbox, Unsent } from './outbox';
import { RecalledLine } from './recall';
import { UnsentLine } from './unsent';

interface Props {
  /** Number of the message that is looked at. */
  at?: number;
  conversation: Conversation;
  known: Known;
  lines: Item[];
  unsent: Unsent[];
  outbox: Outbox;
  onEdit(unsent: Unsent): void;
  card(message: Message): ReactNode;
  answers?(message: Message): ReactNode;
  /** Draws the line that says that another conversation came in. */
  merged?(message: Message, conversation: Conversation): ReactNode;
}

/** The messages, of which only those in sight are drawn. It holds to the end. */
export function Lines(props: Props) {
  const t = useT();
  const { conversation, known, lines, unsent } = props;
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length + unsent.length,
    getScrollElement: () => box.current,
    estimateSize: () => 72,
    overscan: 8,
    getItemKey: (index) => keyAt(index, lines, unsent),
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 80,
    paddingStart: known.hasEarlier ? 52 : 14,
    paddingEnd: 14,
  });
  useHoldingEnd(box, rows);
  // The virtualizer holds to the end once it is there; it does not begin there.
  useLayoutEffect(() => rows.scrollToEnd(), [rows]);
  useJump(props, rows);
  const away = rows.getDistanceFromEnd() > 240;
  return (
    <div className="lines-frame">
      <div ref={box} className="lines" role="log" aria-live="polite" tabIndex={0} aria-label={t('thread.messages')}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {known.hasEarlier && <Earlier id={conversation.id} />}
          {rows.getVirtualItems().map((row) => (
            <div key={row.key} ref={rows.measureElement} data-index={row.index} className={props.at && lines[row.index]?.message.seq === props.at ? 'line line-found' : 'line'} style={{ transform: `translateY(${row.start}px)` }}>
              <Line index={row.index} {...props} />
            </div>
          ))}
        </div>
      </div>
      {away && (
        <Button className="lines-end" shape="circle" icon={<DownOutlined />} aria-label={t('thread.to_end')} onClick={() => rows.scrollToEnd()} />
      )}
    </div>
  );
}

/** Goes to the message that is looked at, and fetches what lies between it and the end. */
function useJump({ at, conversation: { id }, known, lines }: Props, rows: Virtualizer<HTMLDivElement, Element>): void {
  const cache = useQueryClient();
  const gone = useRef<number>(undefined);
  useEffect(() => {
    if (!at || gone.current === at) return;
    if (known.hasEarlier && earliest(known) > at) {
      loadBackTo(cache, id, at).catch(() => undefined); // The thread stays at its end.
      return;
    }
    const index = lines.findIndex((each) => each.message.seq === at);
    gone.current = at;
    if (index < 0) return;
    // The first time, the lines in between are of guessed heights.
    rows.scrollToIndex(index, { align: 'center' });
    const again = setTimeout(() => rows.scrollToIndex(index, { align: 'center' }), 80);
    return () => clearTimeout(again);
  }, [at, cache, id, known, lines, rows]);
}

/** Stays at the end when the composer below grows and takes room away. */
function useHoldingEnd(box: RefObject<HTMLDivElement | null>, rows: Virtualizer<HTMLDivElement, Element>): void {
  useEffect(() => {
    const node = box.current;
    if (!node) return;
    let atEnd = true;
    const look = () => { atEnd = rows.getDistanceFromEnd() < 80; };
    const observer = new ResizeObserver(() => atEnd && rows.scrollToEnd());
    node.addEventListener('scroll', look, { passive: true });
    observer.observe(node);
    return () => {
      node.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [box, rows]);
}

function keyAt(index: number, lines: Item[], unsent: Unsent[]): string {
  return lines[index]?.key ?? unsent[index - lines.length]?.key ?? String(index);
}

function Line({ index, conversation, lines, unsent, outbox, onEdit, card, answers, merged }: Props & { index: number }) {
  const zone = conversation.shop.zone;
  const item = lines[index];
  if (!item) {
    const waiting = unsent[index - lines.length];
    return waiting ? <UnsentLine unsent={waiting} outbox={outbox} zone={zone} onEdit={() => onEdit(waiting)} /> : null;
  }
  return (
    <>
      {item.day !== undefined && <div className="day"><span>{dayName(item.day, now(), zone)}</span></div>}
      {item.type === 'event' && (isMerged(item.message) && merged ? merged(item.message, conversation) : <EventLine message={item.message} conversation={conversation} />)}
      {item.type === 'recalled' && <RecalledLine message={item.message} conversation={conversation.id} zone={zone} />}
      {item.type === 'message' && <MessageLine item={item} conversation={conversation} card={card} answers={answers} />}
    </>
  );
}

function isMerged(message: Message): boolean {
  return message.event?.code === 'conversation.merged';
}

function Earlier({ id }: { id: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const load = () => {
    setBusy(true);
    loadEarlier(cache, id)
      .catch((error: unknown) => message.error(sentence(error)))
      .finally(() => setBusy(false));
  };
  return <div className="earlier"><Button size="small" loading={busy} onClick={load}>{t('thread.earlier')}</Button></div>;
}
