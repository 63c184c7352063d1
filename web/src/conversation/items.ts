import type { Message } from '../api/wire';
import { dayKey } from '../ui/time';

// A conversation as the lines of a screen.

export type Item =
  | { type: 'day'; key: string; at: number }
  | { type: 'event'; key: string; message: Message }
  | { type: 'message'; key: string; message: Message; first: boolean; last: boolean };

/** Messages of one sender this close together, in ms, share a head and a time. */
const together = 3 * 60_000;

/** Days are parted and messages of one sender grouped, by the clock of zone. */
export function items(messages: Message[], zone: string): Item[] {
  const lines: Item[] = [];
  let day = '';
  messages.forEach((message, index) => {
    const at = Date.parse(message.at);
    const today = dayKey(at, zone);
    if (today !== day) lines.push({ type: 'day', key: `day-${today}`, at });
    day = today;
    if (message.kind === 'event') {
      lines.push({ type: 'event', key: message.id, message });
      return;
    }
    const first = !joins(messages[index - 1], message, zone);
    const last = !joins(message, messages[index + 1], zone);
    lines.push({ type: 'message', key: message.id, message, first, last });
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
