import type { Message } from '../api/wire';
import { dayKey } from '../ui/time';

// A conversation as the lines of a screen.

interface Line {
  key: string;
  message: Message;
  /** Set when a day begins with this line: its time in milliseconds. */
  day?: number;
}

/** First and last of their group of messages. */
export type Item = Line & ({ type: 'event' } | { type: 'message'; first: boolean; last: boolean });

/** Messages of one sender this close together, in ms, share a head and a time. */
const together = 3 * 60_000;

/** Days are parted and messages of one sender grouped, by the clock of zone. */
export function items(messages: Message[], zone: string): Item[] {
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
    const first = !joins(messages[index - 1], message, zone);
    const last = !joins(message, messages[index + 1], zone);
    lines.push({ ...line, type: 'message', first, last });
  });
  return lines;
}

function joins(one: Message | undefined, next: Message | undefined, zone: string): boolean {
  if (!one || !next || one.kind === 'event' || next.kind === 'event') return false;
  if (one.sender.kind !== next.sender.kind || one.sender.id !== next.sender.id) return false;
  if (one.internal !== next.internal) return false;
  const [before, after] = [Date.parse(one.at), Date.parse(next.at)];
  return after - before <= together && dayKey(before, zone) === dayKey(after, zone);
}
