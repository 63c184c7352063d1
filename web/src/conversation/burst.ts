import type { Message } from '../api/wire';

// "Do not interrupt": whoever answers while the buyer is still writing is told
// so once, and is never held up.

/** How long after their last message a buyer counts as still writing, in ms. */
const stillWriting = 8_000;
/** In the last minute before an answer is due nobody is warned. */
const lastMinute = 60_000;

export interface Moment {
  channel: string;
  /** When an answer is due; null if nobody waits or no time is set. */
  respondBy: number | null;
  messages: Message[];
  typing: boolean;
  now: number;
}

/** The number with which the buyer's turn began that goes on, 0 if none does. */
export function turnOf(messages: Message[]): number {
  let began = 0;
  for (let i = messages.length - 1; i >= 0; i--) {
    const { sender, internal, seq } = messages[i]!;
    if (internal || sender.kind === 'system') continue;
    if (sender.kind === 'agent') break;
    began = seq;
  }
  return began;
}

/**
 * The turn into which an answer would fall now, or 0. Words that are only being typed will have the
 * next number. Own channels only: on others nobody knows.
 */
export function interrupts({ channel, respondBy, messages, typing, now }: Moment): number {
  if (channel !== 'webchat') return 0;
  if (respondBy !== null && respondBy - now < lastMinute) return 0;
  const said = messages.findLast((each) => each.sender.kind === 'buyer');
  const fresh = said !== undefined && now - Date.parse(said.at) < stillWriting;
  if (!typing && !fresh) return 0;
  return turnOf(messages) || (typing ? (messages.at(-1)?.seq ?? 0) + 1 : 0);
}
