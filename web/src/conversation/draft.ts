import { useSyncExternalStore } from 'react';
import { newKey } from '../api/client';
import { upload } from '../api/upload';
import type { FileInfo } from '../api/wire';
import { t } from '../i18n';
import { sentence } from '../ui/states';
import { read, write } from '../ui/stored';
import { uploadPath } from './api';
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
  attachments: Attachment[];
}

interface Saved {
  text: string;
  files: FileInfo[];
}

export class Draft {
  private state: State;
  private readonly watchers = new Set<() => void>();
  private readonly sources = new Map<string, { file: File; stop?: AbortController }>();

  constructor(private readonly name: string, private readonly conversationId: string) {
    const saved = read<Saved>(name, { text: '', files: [] });
    this.state = { text: saved.text, attachments: saved.files.map(restored) };
  }

  readonly get = (): State => this.state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  setText(text: string): void {
    this.keep({ ...this.state, text });
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
    this.keep({ text: '', attachments: [] });
    return { text, files };
  }

  /** Puts back what was taken, before whatever was written since. */
  giveBack(text: string, files: FileInfo[]): void {
    const { text: written, attachments } = this.state;
    this.keep({
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

  private keep(state: State): void {
    this.state = state;
    const files = state.attachments.flatMap((each) => each.info ?? []);
    write(this.name, state.text || files.length > 0 ? { text: state.text, files } : undefined);
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
