import type { Message } from '../api/wire';
import { dayKey } from '../ui/time';
import { recalled } from './merge';

// A conversation as the lines of a screen.

interface Line {
  key: string;
  message: Message;
  /** Set when a day begins with this line: its time in milliseconds. */
  day?: number;
}

/** First and last of their group of messages. */
export type Item = Line & ({ type: 'event' | 'recalled' } | { type: 'message'; first: boolean; last: boolean; turn: boolean });

/** Messages of one sender this close together, in ms, share a head and a time. A buyer's make a turn. */
const together = 3 * 60_000;
const turn = 15 * 60_000;

/**
 * Days are parted and messages of one sender grouped, by the clock of zone. Where messages are pasted,
 * what was said before may be written down after: then times say in which order they stand.
 */
export function items(all: Message[], zone: string, pasted = false): Item[] {
  const messages = all.filter((each) => each.event?.code !== recalled);
  if (pasted) messages.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq);
  const lines: Item[] = [];
  let day = '';
  messages.forEach((message, index) => {
    const at = Date.parse(message.at);
    const today = dayKey(at, zone);
    const line: Line = { key: message.id, message, day: today === day ? undefined : at };
    day = today;
    if (message.kind === 'event') {
      lines.push({ ...line, type: 'event' });
      return;
    }
    if (message.recalled_at) {
      lines.push({ ...line, type: 'recalled' });
      return;
    }
    const first = !joins(messages[index - 1], message, zone);
    const last = !joins(message, messages[index + 1], zone);
    const inTurn = message.sender.kind === 'buyer' && !(first && last);
    lines.push({ ...line, type: 'message', first, last, turn: inTurn });
  });
  return lines;
}

function joins(one: Message | undefined, next: Message | undefined, zone: string): boolean {
  if (!one || !next || one.kind === 'event' || next.kind === 'event') return false;
  if (one.sender.kind !== next.sender.kind || one.sender.id !== next.sender.id) return false;
  if (one.internal !== next.internal || one.recalled_at || next.recalled_at) return false;
  const [before, after] = [Date.parse(one.at), Date.parse(next.at)];
  const within = one.sender.kind === 'buyer' ? turn : together;
  return after - before <= within && dayKey(before, zone) === dayKey(after, zone);
}
