import { useSyncExternalStore } from 'react';
import { newKey } from '../api/client';
import { statusOf } from '../api/problem';
import { upload } from '../api/upload';
import type { FileInfo } from '../api/wire';
import { t } from '../i18n';
import { sentence } from '../ui/states';
import { read, write } from '../ui/stored';
import { saveDraft, uploadPath } from './api';
import { refusal } from './limits';

// What is being written in a conversation: text and files, which travel while
// the text is typed. Text and files that have arrived survive a reload.

export interface Attachment {
  id: string;
  name: string;
  size: number;
  state: 'moving' | 'there' | 'failed' | 'refused';
  progress: number;
  problem: string;
  preview: string;
  info?: FileInfo;
}

interface State {
  text: string;
  /** It will be a note. */
  note: boolean;
  attachments: Attachment[];
}

interface Saved {
  text: string;
  note?: boolean;
  files: FileInfo[];
  /** The server has these words too. */
  synced?: boolean;
}

/** How long after the last key the server is told, and after a failure again, in ms. */
const settle = 800;
const again = 5_000;

export class Draft {
  private state: State;
  private readonly watchers = new Set<() => void>();
  private readonly sources = new Map<string, { file: File; stop?: AbortController }>();
  private synced: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving = false;
  private due = false;
  /** When the server last took words from here. */
  private taken = 0;

  constructor(private readonly name: string, private readonly conversationId: string) {
    const saved = read<Saved>(name, { text: '', files: [] });
    this.state = { text: saved.text, note: saved.note ?? false, attachments: saved.files.map(restored) };
    this.synced = saved.synced ?? saved.text === '';
    if (!this.synced) this.plan(0); // a page that was closed too soon
  }

  readonly get = (): State => this.state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  setText(text: string): void {
    this.write({ ...this.state, text });
  }

  setNote(note: boolean): void {
    this.write({ ...this.state, note });
  }

  /**
   * What the server keeps, perhaps from another browser. What is not saved yet goes before it, and
   * an answer that was asked for before the last save may be older than that.
   */
  adopt({ text, note, asked }: { text: string; note: boolean; asked: number }): void {
    if (!this.synced || asked < this.taken || (text === this.state.text && (note === this.state.note || text === ''))) return;
    this.keep({ ...this.state, text, note: text === '' ? this.state.note : note });
  }

  /** What would be sent now. */
  held(): { text: string; files: FileInfo[] } {
    return { text: this.state.text.trim(), files: this.state.attachments.flatMap((each) => each.info ?? []) };
  }

  attach(files: File[]): void {
    for (const file of files) {
      const id = newKey();
      const refused = refusal(file);
      const attachment: Attachment = {
        id, name: file.name, size: file.size, progress: 0, preview: refused ? '' : preview(file),
        state: refused ? 'refused' : 'moving', problem: refused ? t(refused) : '',
      };
      this.sources.set(id, { file });
      this.keep({ ...this.state, attachments: [...this.state.attachments, attachment] });
      if (!refused) void this.move(id);
    }
  }

  retry(id: string): void {
    this.mark(id, { state: 'moving', progress: 0, problem: '' });
    void this.move(id);
  }

  remove(id: string): void {
    this.sources.get(id)?.stop?.abort();
    this.forget(id);
    this.keep({ ...this.state, attachments: this.state.attachments.filter((each) => each.id !== id) });
  }

  /** Empties the draft and returns what it held. */
  take(): { text: string; files: FileInfo[] } {
    const files = this.state.attachments.flatMap((each) => each.info ?? []);
    const text = this.state.text;
    this.state.attachments.forEach((each) => this.forget(each.id));
    this.write({ ...this.state, text: '', attachments: [] }, 0);
    return { text, files };
  }

  /**
   * Puts back what was taken, before whatever was written since. If one of the two was a note, the
   * whole is one: words for the team must not end in an answer by themselves.
   */
  giveBack(text: string, files: FileInfo[], note = this.state.note): void {
    const { text: written, attachments } = this.state;
    this.write({
      note: note || (this.state.note && (written.trim() !== '' || attachments.length > 0)),
      text: [text, written].filter(Boolean).join('\n'),
      attachments: [...files.map(restored), ...attachments],
    });
  }

  private async move(id: string): Promise<void> {
    const source = this.sources.get(id);
    if (!source) return;
    source.stop = new AbortController();
    try {
      const progress = (part: number) => this.mark(id, { progress: part });
      const info = await upload(uploadPath(this.conversationId), source.file, progress, source.stop.signal);
      this.mark(id, { state: 'there', progress: 1, info });
    } catch (error) {
      this.mark(id, { state: 'failed', problem: sentence(error) });
    }
  }

  private mark(id: string, changed: Partial<Attachment>): void {
    const attachments = this.state.attachments.map((each) => (each.id === id ? { ...each, ...changed } : each));
    this.keep({ ...this.state, attachments });
  }

  private forget(id: string): void {
    const gone = this.state.attachments.find((each) => each.id === id);
    if (gone?.preview.startsWith('blob:')) URL.revokeObjectURL(gone.preview);
    this.sources.delete(id);
  }

  /** New words, of which the server is told when the writing pauses. */
  private write(state: State, pause = settle): void {
    this.synced = false;
    this.keep(state);
    this.plan(pause);
  }

  private plan(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), pause);
  }

  /** One save after the other: of two at once, the older words might arrive last. */
  private async save(): Promise<void> {
    if ((this.due = this.saving)) return;
    this.saving = true;
    const { text, note } = this.state;
    try {
      await saveDraft(this.conversationId, text, note);
      this.taken = performance.now();
      if (text === this.state.text && note === this.state.note) {
        this.synced = true;
        this.keep(this.state);
      }
    } catch (error) {
      // The browser has the words. A server that refuses them is not asked in vain.
      const status = statusOf(error);
      if (status === 0 || status >= 500) this.plan(again);
    }
    this.saving = false;
    if (this.due) void this.save();
  }

  private keep(state: State): void {
    this.state = state;
    const { text, note } = state;
    const files = state.attachments.flatMap((each) => each.info ?? []);
    write(this.name, text || files.length > 0 || !this.synced ? { text, note, files, synced: this.synced } : undefined);
    this.watchers.forEach((watcher) => watcher());
  }
}

function restored(info: FileInfo): Attachment {
  const { id, name, size } = info;
  return { id, name, size, info, state: 'there', progress: 1, problem: '', preview: info.thumb_url ? thumb(id) : '' };
}

/** By the session: the address that came with the file ends after some hours. */
function thumb(id: string): string {
  return `/api/files/${encodeURIComponent(id)}?thumb=1`;
}

function preview(file: File): string {
  return file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
}

const open = new Map<string, Draft>();

/** The draft of a person in a conversation. */
export function draftOf(userId: string, conversationId: string): Draft {
  const name = `anxin.draft.${userId}.${conversationId}`;
  let draft = open.get(name);
  if (!draft) open.set(name, (draft = new Draft(name, conversationId)));
  return draft;
}

export function useDraft(draft: Draft): State {
  return useSyncExternalStore(draft.watch, draft.get);
}
