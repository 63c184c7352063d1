import type { BulkItem, QueueItem } from '../api/wire';

// Which rows are chosen, as they were when somebody chose them.

export type Selection = ReadonlyMap<string, BulkItem>;

export const nothing: Selection = new Map();

/** How many the server takes at once. */
export const most = 100;

const seen = (item: QueueItem): BulkItem => ({ id: item.conversation_id, version: item.version, head_seq: item.head_seq });

/** One more, or one less. */
export function toggled(selection: Selection, item: QueueItem): Selection {
  const next = new Map(selection);
  if (!next.delete(item.conversation_id) && next.size < most) next.set(item.conversation_id, seen(item));
  return next;
}

/** With everything between two rows, both of them too. */
export function withRange(selection: Selection, list: QueueItem[], from: string, to: string): Selection {
  const ends = [from, to].map((id) => list.findIndex((each) => each.conversation_id === id));
  if (ends.includes(-1)) return selection;
  return withAll(selection, list.slice(Math.min(...ends), Math.max(...ends) + 1));
}

/** With all of these, as long as there is room. */
export function withAll(selection: Selection, list: QueueItem[]): Selection {
  const next = new Map(selection);
  for (const item of list) if (next.size < most && !next.has(item.conversation_id)) next.set(item.conversation_id, seen(item));
  return next;
}

/** Only these, as they are now. */
export function only(list: QueueItem[], ids: string[]): Selection {
  return new Map(list.filter((each) => ids.includes(each.conversation_id)).map((each) => [each.conversation_id, seen(each)]));
}
