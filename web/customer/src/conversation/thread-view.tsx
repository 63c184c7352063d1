import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from '../ui/icons';
import { dayKey, dayOf } from '../ui/when';
import type { Conversation } from './conversation';
import { DeliveredRow, TypingRow, WaitingRow } from './row';
import { said } from './thread';
import type { Message } from './wire';

const GROUP_WITHIN = 3 * 60_000;
const NEAR_END = 120;

// Follows the end of the thread unless the buyer has scrolled up to read.
function useFollow(count: number, ownCount: number, seen: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const [behind, setBehind] = useState(false);
  const toEnd = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    near.current = true;
    setBehind(false);
  };
  useLayoutEffect(toEnd, [ownCount, seen]);
  useLayoutEffect(() => {
    if (near.current) toEnd();
    else setBehind(true);
  }, [count]);
  useEffect(() => {
    // Pictures and the composer change the height later than the messages do.
    const follow = () => near.current && toEnd();
    const observer = new ResizeObserver(follow);
    observer.observe(box.current!);
    observer.observe(box.current!.firstElementChild!);
    return () => observer.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current!;
    near.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (near.current) setBehind(false);
  };
  return { box, onScroll, behind, toEnd };
}

function sameGroup(a: Message | undefined, b: Message | undefined): boolean {
  if (!a || !b || a.recalled_at || b.recalled_at || a.sender.kind !== b.sender.kind || a.sender.name !== b.sender.name) return false;
  return Date.parse(b.at) - Date.parse(a.at) < GROUP_WITHIN;
}

function Greeting({ shop, onCode }: { shop: string; onCode(): void }) {
  return (
    <div class="greeting">
      <h2>{t('thread.greeting', { shop })}</h2>
      <p>{t('thread.invite')}</p>
      <button class="plain-button" onClick={onCode}>{t('code.have')}</button>
    </div>
  );
}

// The cards that show how things stand now: the last question of a kind, and the last card of a
// kind about each case. Older ones are what was said then.
function newestCards(list: Message[]): Set<string> {
  const newest = new Map<string, string>();
  for (const { id, card } of list) {
    if (card) newest.set(card.kind === 'outcome' || card.kind === 'restatement' ? card.kind : card.kind + card.ref, id);
  }
  return new Set(newest.values());
}

function Rows({ conversation }: { conversation: Conversation }) {
  const { thread, session, clock } = conversation;
  const zone = session?.shop.zone ?? '';
  const list = said(thread);
  const asking = newestCards(list);
  return list.map((message, i) => {
    const before = list[i - 1];
    const at = Date.parse(message.at);
    const newDay = !before || dayKey(Date.parse(before.at), zone) !== dayKey(at, zone);
    return [
      newDay && <p key={`day ${message.id}`} class="day">{dayOf(at, clock.now(), zone)}</p>,
      <DeliveredRow
        key={message.key || message.id}
        conversation={conversation}
        message={message}
        first={newDay || !sameGroup(before, message)}
        last={!sameGroup(message, list[i + 1])}
        asks={asking.has(message.id)}
      />,
    ];
  });
}

interface Props {
  conversation: Conversation;
  seen: boolean;
  /** The buyer has a service code. */
  onCode(): void;
}

export function ThreadView({ conversation, seen, onCode }: Props) {
  const { thread, session, waiting, reconnecting } = conversation;
  const own = thread.messages.filter((m) => m.sender.kind === 'buyer').length + waiting.length;
  const follow = useFollow(thread.earlier.length + thread.messages.length + waiting.length, own, seen);
  const empty = session && thread.messages.length === 0 && thread.earlier.length === 0 && waiting.length === 0;
  return (
    <main class="thread" ref={follow.box} onScroll={follow.onScroll} tabIndex={0} aria-label={t('thread.label')}>
      <div class="log" role="log" aria-label={t('thread.label')}>
        {!session && !reconnecting && <p class="loading">{t('app.loading')}</p>}
        {empty && <Greeting shop={session.shop.name} onCode={onCode} />}
        {session && <Rows conversation={conversation} />}
        {waiting.map((entry) => (
          <WaitingRow key={entry.key} conversation={conversation} entry={entry} />
        ))}
        <TypingRow conversation={conversation} />
      </div>
      {follow.behind && (
        <button class="latest" onClick={follow.toEnd}>
          {t('thread.latest')}
          <Icon name="down" size={16} />
        </button>
      )}
    </main>
  );
}
