import { CheckOutlined, LockOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Conversation, Message } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { happening } from '../ui/happening';
import { clockTime, fullTime } from '../ui/time';
import type { Item } from './items';
import { Files } from './files';
import { byHand, SentByHand } from './paste_sent';
import { RecallButton } from './recall';

interface Props {
  item: Extract<Item, { type: 'message' }>;
  conversation: Conversation;
  card(message: Message): ReactNode;
  /** What may be done with what the buyer said. */
  answers?(message: Message): ReactNode;
}

/** One message; the first of a group shows who, the last shows when. */
export function MessageLine({ item: { message, first, last, turn }, conversation, card, answers }: Props) {
  const t = useT();
  const out = message.sender.kind !== 'buyer';
  const automatic = message.sender.kind === 'system';
  const zone = conversation.shop.zone;
  const name = out ? message.sender.name : buyerName(conversation.customer);
  const recall = !conversation.merged_into && <RecallButton message={message} conversation={conversation.id} />;
  return (
    <div className={['message', out ? 'message-out' : 'message-in', last && 'message-last', turn && 'message-turn', message.internal && 'message-note', automatic && 'message-automatic'].filter(Boolean).join(' ')}>
      {first ? <Avatar name={name} id={message.sender.id} size={32} /> : <span className="message-gap" />}
      <div className="message-body">
        {message.card ? card(message) : <Content message={message} />}
        {!last && <span className="message-act">{recall}</span>}
        {!out && answers?.(message)}
        {last && (
          <div className="message-time">
            {recall}
            {message.internal && <span className="note-tag"><LockOutlined />{t('note.tag')}</span>}
            {out && !message.internal && (byHand(conversation) ? <SentByHand message={message} conversation={conversation} /> : <Mark seen={conversation.buyer_read_seq >= message.seq} />)}
            {out && <span>{automatic ? t('message.automatic') : message.sender.name}</span>}
            <time dateTime={message.at} title={fullTime(Date.parse(message.at), zone)}>{clockTime(Date.parse(message.at), zone)}</time>
          </div>
        )}
      </div>
    </div>
  );
}

/** Text in a bubble, files beneath it. */
export function Content({ message }: { message: Pick<Message, 'text' | 'files'> }) {
  return (
    <>
      {message.text && message.files.length === 0 && <div className="bubble">{message.text}</div>}
      {message.files.length > 0 && <WithFiles message={message} />}
    </>
  );
}

function WithFiles({ message: { text, files } }: { message: Pick<Message, 'text' | 'files'> }) {
  // A message of files alone carries their names as its plain form.
  const words = files.some((file) => text === file.name) ? '' : text;
  return <>{words && <div className="bubble">{words}</div>}<Files files={files} /></>;
}

function Mark({ seen }: { seen: boolean }) {
  const t = useT();
  return <span className={seen ? 'mark mark-seen' : 'mark'}><CheckOutlined />{t(seen ? 'message.seen' : 'message.sent')}</span>;
}

/** What happened, in the middle of the thread. */
export function EventLine({ message, conversation }: { message: Message; conversation: Conversation }) {
  const t = useT();
  const at = Date.parse(message.at);
  const { zone } = conversation.shop;
  return (
    <div className={message.internal ? 'event event-internal' : 'event'}>
      {message.internal && <LockOutlined aria-label={t('event.internal')} title={t('event.internal')} />}
      <span>{happening(message.event?.code ?? '', message.event?.args ?? {}, zone, message.text)}</span>
      {message.card && !byHand(conversation) && <span className="event-card" title={message.text}>{t('event.as_card')}</span>}
      <time dateTime={message.at} title={fullTime(at, zone)}>{clockTime(at, zone)}</time>
    </div>
  );
}
