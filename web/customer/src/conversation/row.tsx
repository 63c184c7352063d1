import type { ComponentChildren } from 'preact';
import { addCaseWords, t } from '../i18n';
import { Icon } from '../ui/icons';
import { later } from '../ui/later';
import { timeOf } from '../ui/when';
import type { Conversation } from './conversation';
import { Files } from './files';
import type { Entry } from './outbox';
import { linked } from './text';
import type { Message } from './wire';

function Bubble({ text }: { text: string }) {
  if (!text) return null;
  return (
    <div class="bubble">
      {linked(text).map(({ text: part, href }) =>
        href ? <a href={href} target="_blank" rel="noopener noreferrer">{part}</a> : part,
      )}
    </div>
  );
}

// Only who has a case sees cards, so they come when there is one.
const Card = later(async () => {
  const [{ Card: Part }] = await Promise.all([import('../complaint/card'), addCaseWords()]);
  return Part;
});

function Body({ conversation, message, asks }: { conversation: Conversation; message: Message; asks: boolean }) {
  const text = (
    <>
      <Bubble text={message.text} />
      <Files files={message.files ?? []} />
    </>
  );
  return message.card ? <Card conversation={conversation} message={message} asks={asks} text={text} instead={text} /> : text;
}

interface RowProps {
  conversation: Conversation;
  message: Message;
  /** First and last of a run of messages by one sender. */
  first: boolean;
  last: boolean;
  /** Whether this is the newest card of its kind about its case. */
  asks: boolean;
}

export function DeliveredRow({ conversation, message, first, last, asks }: RowProps) {
  const { session, thread } = conversation;
  const { sender, kind } = message;
  if (kind === 'event') return message.text ? <p class="event">{message.text}</p> : null;
  const own = sender.kind === 'buyer';
  const name = own ? t('message.you') : sender.name || session?.shop.name || t('message.agent');
  if (message.recalled_at) return <p class="event recalled">{t('message.recalled', { name })}</p>;
  const time = timeOf(Date.parse(message.at), session?.shop.zone ?? '');
  const read = message.seq <= thread.agentRead || thread.earlier.includes(message);
  return (
    <Row own={own} name={name} first={first} automatic={sender.kind === 'system'}>
      <Body conversation={conversation} message={message} asks={asks} />
      {last && (
        <p class="meta">
          <time dateTime={message.at}>{time}</time>
          {own && <Mark read={read} />}
        </p>
      )}
    </Row>
  );
}

interface FrameProps {
  own: boolean;
  name: string;
  first: boolean;
  /** Nobody wrote it: the shop's program did. */
  automatic?: boolean;
  children: ComponentChildren;
}

function Row({ own, name, first, automatic, children }: FrameProps) {
  return (
    <div class={`row${own ? ' own' : ''}${first ? ' first' : ''}${automatic ? ' machine' : ''}`}>
      {!own && <span class="avatar" aria-hidden="true">{[...name][0]}</span>}
      <div class="content">
        <p class={own || !first ? 'hidden' : 'name'}>
          {name}
          {automatic && <span class="automatic">{t('message.automatic')}</span>}
        </p>
        {children}
      </div>
    </div>
  );
}

/** Somebody of the shop is writing. */
export function TypingRow({ conversation }: { conversation: Conversation }) {
  const { who } = conversation.typing;
  if (!who) return null;
  const name = who.name || t('message.agent');
  return (
    <div class="row first typing">
      <span class="avatar" aria-hidden="true">{[...name][0]}</span>
      <p class="bubble"><i /><i /><i />{t('thread.typing', { name })}</p>
    </div>
  );
}

function Mark({ read }: { read: boolean }) {
  return (
    <span class={read ? 'mark read' : 'mark'}>
      <Icon name="check" size={14} />
      {t(read ? 'message.read' : 'message.sent')}
    </span>
  );
}

export function WaitingRow({ conversation, entry }: { conversation: Conversation; entry: Entry }) {
  return (
    <Row own name={t('message.you')} first>
      <Bubble text={entry.text} />
      <Files files={entry.files} />
      {entry.state === 'sending' ? (
        <p class="meta">{t('message.sending')}</p>
      ) : (
        <>
          {entry.reason && <p class="reason">{entry.reason}</p>}
          <p class="meta failed">
            <button onClick={() => conversation.retry(entry.key)}>
              <Icon name="alert" size={14} />
              {t('message.failed')}
            </button>
            <button onClick={() => conversation.discard(entry.key)}>{t('message.discard')}</button>
          </p>
        </>
      )}
    </Row>
  );
}
