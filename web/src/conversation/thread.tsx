import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, type ComponentProps, type ReactNode } from 'react';
import type { Conversation, Message } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading } from '../ui/states';
import { detailQuery, draftQuery, keys, markRead, threadQuery } from './api';
import { useBeacon } from './beacon';
import { Composer } from './composer';
import { draftOf, type Draft } from './draft';
import { SnoozedBar } from './thread_actions';
import { ThreadHead } from './thread_head';
import { LaterList } from './later';
import { Lines } from './lines';
import { items } from './items';
import { arrived } from './live';
import { stillUnsent, type Known } from './merge';
import { byHand } from './paste_sent';
import { PasteMore } from './paste_more';
import { outboxOf, useUnsent, type Outbox, type Unsent } from './outbox';
import { BuyerTyping } from './presence';
import './thread.css';

interface Props {
  id: string;
  /** Number of the message that is looked at, if it is not the last one. */
  at?: number;
  /** Draws a card, whose content other nouns know. */
  card(message: Message): ReactNode;
  /** What may be done with what the buyer said. */
  answers?(message: Message): ReactNode;
  /** Draws the line that says that another conversation came in. */
  merged?(message: Message, conversation: Conversation): ReactNode;
  /** In the place of the composer, where the conversation goes on in another one. */
  gone?: ReactNode;
  /** What is to be said of it between the head and the messages. */
  bar?: ReactNode;
  /** More buttons in the head and beside the paper clip. */
  actions?: ReactNode;
  tools?: ReactNode;
}

/** A conversation: its head, its messages and where the answer is written. */
export function Thread({ id, at, card, answers, merged, gone, bar, actions, tools }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const me = useMe();
  const detail = useQuery(detailQuery(id));
  const thread = useQuery(threadQuery(cache, id));
  const outbox = outboxOf(me.id, id, cache);
  const draft = draftOf(me.id, id);
  useReading(id, detail.data?.conversation, thread.data);
  useBeacon(id);
  const said = thread.data?.messages.findLast((each) => each.sender.kind === 'buyer')?.seq;
  useEffect(() => arrived(id), [id, said]);
  const error = detail.error ?? thread.error;
  if (!detail.data || !thread.data) {
    const retry = () => void Promise.all([detail.refetch(), thread.refetch()]);
    return (
      <section className="thread" aria-label={t('thread.label')}>
        {error ? <Failure error={error} retry={retry} /> : <Loading rows={6} avatar />}
      </section>
    );
  }
  const { conversation } = detail.data;
  return (
    <section className="thread" aria-label={t('thread.label')}>
      <ThreadHead conversation={conversation} actions={actions} />
      <SnoozedBar conversation={conversation} />
      {bar}
      <Messages key={id} at={at} conversation={conversation} known={thread.data} outbox={outbox} draft={draft} card={card} answers={answers} merged={merged} />
      <BuyerTyping id={id} />
      <LaterList id={id} zone={conversation.shop.zone} />
      {conversation.merged_into ? gone : mayIn(me, conversation.shop.id, 'conversation.reply')
        ? <Writing key={`composer-${id}`} conversation={conversation} draft={draft} outbox={outbox} tools={tools} />
        : <p className="composer-closed">{t('composer.closed')}</p>}
    </section>
  );
}

/** The composer with what the server keeps of what was being written. */
function Writing(props: ComponentProps<typeof Composer>) {
  const { conversation, draft } = props;
  const { data } = useQuery(draftQuery(conversation.id));
  useEffect(() => {
    if (data) draft.adopt(data);
  }, [data, draft]);
  return (
    <>
      {byHand(conversation) && <PasteMore conversation={conversation} />}
      <Composer {...props} />
    </>
  );
}

interface MessagesProps {
  at?: number;
  conversation: Conversation;
  known: Known;
  outbox: Outbox;
  draft: Draft;
  card(message: Message): ReactNode;
  answers?(message: Message): ReactNode;
  merged?: Props['merged'];
}

function Messages({ conversation, known, outbox, draft, ...draws }: MessagesProps) {
  const t = useT();
  const zone = conversation.shop.zone;
  const held = useUnsent(outbox);
  const unsent = stillUnsent(held, known.messages);
  const pasted = byHand(conversation);
  const lines = useMemo(() => items(known.messages, zone, pasted), [known.messages, zone, pasted]);
  // What the server turned out to have is forgotten, or a page opened later,
  // which no longer reads so far back, would offer to send it again.
  useEffect(() => {
    for (const each of held) if (!unsent.includes(each)) outbox.arrived(each.key);
  }, [held, unsent, outbox]);
  const edit = (each: Unsent) => {
    outbox.discard(each.key);
    draft.giveBack(each.text, each.files, each.note !== undefined);
  };
  if (lines.length === 0 && unsent.length === 0) {
    return <div className="lines"><Empty title={t('thread.empty')} hint={t(conversation.channel === 'register' ? 'composer.no_channel' : 'thread.empty_hint')} /></div>;
  }
  return <Lines conversation={conversation} known={known} lines={lines} unsent={unsent} outbox={outbox} onEdit={edit} {...draws} />;
}

/** Tells the server how far the buyer's words were seen, while they are. */
function useReading(id: string, conversation: Conversation | undefined, known: Known | undefined): void {
  const cache = useQueryClient();
  const seen = conversation && !conversation.merged_into ? conversation.agent_read_seq : Infinity;
  const head = known?.synced ?? 0;
  useEffect(() => {
    if (head <= seen) return;
    const tell = () => {
      if (document.visibilityState !== 'visible') return;
      markRead(id, head)
        .then(() => Promise.all([
          cache.invalidateQueries({ queryKey: keys.detail(id) }),
          cache.invalidateQueries({ queryKey: keys.queues }),
        ]))
        .catch(() => undefined); // Told again with the next message.
    };
    const soon = setTimeout(tell, 400);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearTimeout(soon);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [cache, id, head, seen]);
}
