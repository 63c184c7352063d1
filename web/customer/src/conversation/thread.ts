import type { Commitment, Message, Outcome, Restatement, ThreadPage } from './wire';

/** The conversation as far as this page knows it. Values are never changed in place. */
export interface Thread {
  /** In order of seq, without doubles. Holes are normal: internal notes take numbers too. */
  messages: Message[];
  /** What was said in conversations that were merged into this one; their numbers are their own. */
  earlier: Message[];
  /** How many these are. */
  mergedFrom: number;
  /** Everything up to this number has been received; the next page is asked from here. */
  position: number;
  /** The greatest number known to exist. */
  head: number;
  agentRead: number;
  commitments: Commitment[];
  outcome: Outcome | null;
  restatement: Restatement | null;
}

export const emptyThread: Thread = { messages: [], earlier: [], mergedFrom: 0, position: 0, head: 0, agentRead: 0, commitments: [], outcome: null, restatement: null };

// The code of a line that says that an older message was taken back. It is not shown itself: the
// older message becomes a line.
const RECALLED = 'message.recalled';

function place(known: Message[], arrived: Message[]): Message[] {
  const byId = new Map(known.map((m) => [m.id, m]));
  const taken = new Map<number, string>();
  for (const message of arrived) {
    if (message.event?.code === RECALLED) taken.set(Number(message.event.args?.seq), message.at);
    else if (!message.internal) byId.set(message.id, message);
  }
  return [...byId.values()]
    .map((m) => (taken.has(m.seq) ? { ...m, text: '', files: [], recalled_at: m.recalled_at ?? taken.get(m.seq)! } : m))
    .sort((a, b) => a.seq - b.seq);
}

/**
 * Takes one answer of `thread?since=`. `askedHead` is thread.head when the question was asked:
 * a number known by then is surely covered by the answer, even when it brings no message
 * (internal notes); a greater head_seq in the answer may have been reached after its messages
 * were read, so it has to be asked for again.
 */
export function merge(thread: Thread, page: ThreadPage, askedHead: number): Thread {
  const arrived = page.messages ?? [];
  const last = arrived.reduce((most, m) => Math.max(most, m.seq), 0);
  const whole = arrived.length === 0 || last >= page.head_seq;
  const covered = whole ? Math.min(askedHead, page.head_seq) : 0;
  const earlier = page.earlier ?? thread.earlier;
  return {
    messages: beside(earlier, place(thread.messages, arrived)),
    earlier,
    mergedFrom: page.earlier ? page.merged_from : thread.mergedFrom,
    position: Math.max(thread.position, last, covered),
    head: Math.max(thread.head, page.head_seq),
    agentRead: Math.max(thread.agentRead, page.agent_read_seq),
    commitments: page.commitments ?? [],
    outcome: page.outcome,
    restatement: page.restatement,
  };
}

/** Adds the answer to an own message. It may overtake others, so the position stays. */
export function insert(thread: Thread, message: Message): Thread {
  return { ...thread, messages: beside(thread.earlier, place(thread.messages, [message])), head: Math.max(thread.head, message.seq) };
}

/** Of an own message that was sent again over a merging, the earlier one is it. */
function beside(earlier: Message[], messages: Message[]): Message[] {
  if (earlier.length === 0) return messages;
  const known = new Set(earlier.map((m) => m.id));
  return messages.filter((m) => !known.has(m.id));
}

/** Everything that was said, in the order of time; each conversation keeps its own order. */
export function said({ earlier, messages }: Thread): Message[] {
  if (earlier.length === 0) return messages;
  return [...earlier, ...messages].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Whether something exists that has not been received. */
export const behind = (thread: Thread): boolean => thread.position < thread.head;

/** Entries that are not yet in the thread. Own messages come back under the key they were sent with. */
export function pending<E extends { key: string }>(entries: E[], messages: Message[]): E[] {
  const arrived = new Set(messages.map((m) => m.key));
  return entries.filter((entry) => !arrived.has(entry.key));
}

/** Number of messages from the shop after `readSeq`. */
export function unread(thread: Thread, readSeq: number): number {
  return thread.messages.filter((m) => m.seq > readSeq && m.sender.kind !== 'buyer' && m.kind !== 'event' && !m.recalled_at).length;
}
