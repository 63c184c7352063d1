import { useSyncExternalStore } from 'react';
import type { PasteMessage, PastePreview } from '../api/wire';

// The chat that is being pasted, wherever it was begun, and how what the server
// read in it is shown.

/** Where a chat is pasted: a conversation that is there already, or wherever its buyer is. */
export interface Pasting {
  conversation?: { id: string; shop: string; name: string };
  text: string;
  shots: File[];
}

let held: Pasting | null = null;
const watchers = new Set<() => void>();

function set(next: Pasting | null): void {
  held = next;
  watchers.forEach((watcher) => watcher());
}

export function openPaste(pasting: Partial<Pasting> = {}): void {
  set({ text: '', shots: [], ...pasting });
}

export function closePaste(): void {
  set(null);
}

export function usePasting(): Pasting | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => held,
  );
}

export type As = 'buyer' | 'us' | 'body' | 'noise';
export type Side = 'buyer' | 'us';

export interface UnsureLine {
  line: number;
  text: string;
}

/** A message with the lines in it that are not sure, or such lines that belong to none. */
export interface Block {
  key: string;
  message?: PasteMessage;
  unsure: UnsureLine[];
}

/** The messages in their order, and the unsure lines where they stand. */
export function blocks({ messages, lines }: PastePreview): Block[] {
  const all: Block[] = [];
  const of = new Map<number, Block>();
  lines.forEach(({ role, text, message }, line) => {
    let block = of.get(message);
    if (message >= 0 && !block) {
      block = { key: `m${message}`, message: messages[message], unsure: [] };
      of.set(message, block);
      all.push(block);
    }
    if (role !== 'unsure') return;
    if (block) block.unsure.push({ line, text });
    else all.push({ key: `l${line}`, unsure: [{ line, text }] });
  });
  return all;
}

/** Whether everything was recognised, so that nobody need look. */
export function isClear(preview: PastePreview): boolean {
  return preview.messages.length > 0 && preview.nick !== '' && preview.stranger === ''
    && preview.speakers.every((each) => each.sure) && preview.lines.every((each) => each.role !== 'unsure');
}

/** Whether a message was pasted, and not written here: its key says so. */
export function wasPasted(key: string): boolean {
  return key.startsWith('paste-');
}
