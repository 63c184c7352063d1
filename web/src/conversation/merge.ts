import type { Message, MessagePage } from '../api/wire';

// How pieces of a conversation, which arrive in any order and more than once,
// become one list. The server's numbers decide; nothing here does I/O.

/**
 * What is known of a conversation. Nothing numbered up to `synced` is missing
 * between the earliest held message and it; messages beyond it may be held
 * already, with holes that the next catching up fills.
 */
export interface Known {
  messages: Message[];
  synced: number;
  hasEarlier: boolean;
}

/** The code of the line that says so. */
export const recalled = 'message.recalled';

/** The latest page, as a conversation is opened. */
export function opened(page: MessagePage): Known {
  const messages = union([], page.messages);
  return { messages, synced: Math.max(page.head_seq, last(messages)), hasEarlier: page.has_earlier };
}

/** The answer to "everything after `since`"; it may be only a first part. */
export function caughtUp(known: Known, since: number, page: MessagePage): Known {
  const messages = union(known.messages, page.messages);
  if (since > known.synced) return { ...known, messages };
  const reached = page.messages.length === 0 ? page.head_seq : last(page.messages);
  return { ...known, messages, synced: Math.max(known.synced, reached) };
}

/** The answer to "what came before my earliest". */
export function withEarlier(known: Known, page: MessagePage): Known {
  return { ...known, messages: union(page.messages, known.messages), hasEarlier: page.has_earlier };
}

/** One message, as the answer to sending it. Others may lie in between. */
export function withSent(known: Known, message: Message): Known {
  const next = message.seq === known.synced + 1;
  return {
    ...known,
    messages: union(known.messages, [message]),
    synced: next ? message.seq : known.synced,
  };
}

/**
 * Both lists by number, each number once; the newer copy of a message wins. A
 * line that tells that an older message was taken back makes it so.
 */
function union(held: Message[], arrived: Message[]): Message[] {
  const bySeq = new Map<number, Message>();
  for (const message of held) bySeq.set(message.seq, message);
  for (const message of arrived) bySeq.set(message.seq, message);
  for (const { event, at } of [...bySeq.values()]) {
    const taken = event?.code === recalled ? bySeq.get(Number(event.args?.seq)) : undefined;
    if (taken && !taken.recalled_at) bySeq.set(taken.seq, { ...taken, recalled_at: at });
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function last(messages: Message[]): number {
  return messages.reduce((highest, message) => Math.max(highest, message.seq), 0);
}

/** The first number held, for asking what came before it. */
export function earliest(known: Known): number {
  return known.messages[0]?.seq ?? known.synced + 1;
}

/** The unsent that the server does not have yet, told by their keys. */
export function stillUnsent<T extends { key: string }>(unsent: T[], messages: Message[]): T[] {
  if (unsent.length === 0) return unsent;
  const arrived = new Set(messages.map((message) => message.key));
  return unsent.filter((each) => !arrived.has(each.key));
}
