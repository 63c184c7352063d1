import { t } from '../i18n';
import { newKey } from '../ui/id';
import { Store } from '../ui/store';
import { Refusal, type Api } from './api';
import { limits, type SentFile } from './wire';

/** A photo or file that waits for the message it belongs to. */
export interface Attachment {
  id: string;
  name: string;
  mediaType: string;
  /** Picture to show; empty for files that are no pictures. */
  preview: string;
  state: 'preparing' | 'uploading' | 'done' | 'failed';
  /** Uploaded share, 0 to 1. */
  share: number;
  reason: string;
  /** Whether uploading again, unchanged, can succeed. */
  passing: boolean;
  sent: SentFile | null;
}

interface Upload {
  file: File;
  stop: AbortController;
}

const PARALLEL = 2;

/** The attachments of the message being written; each is uploaded as soon as it is chosen. */
export class Tray extends Store {
  items: Attachment[] = [];
  /** The last sentence about something that was not taken. */
  notice = '';
  #uploads = new Map<string, Upload>();
  #queue: string[] = [];
  #running = 0;

  constructor(private readonly api: Pick<Api, 'upload'>) {
    super();
  }

  get busy(): boolean {
    return this.items.some(({ state }) => state === 'preparing' || state === 'uploading');
  }

  get failed(): boolean {
    return this.items.some(({ state }) => state === 'failed');
  }

  get sent(): SentFile[] {
    return this.items.flatMap(({ sent }) => sent ?? []);
  }

  /** Attachments of a draft from before a reload; they are on the server already. */
  restore(files: SentFile[]): void {
    this.items = files.map((sent) => ({
      ...blank(sent.name, sent.media_type),
      preview: sent.media_type.startsWith('image/') ? (sent.thumb_url ?? sent.url) : '',
      state: 'done',
      share: 1,
      sent,
    }));
    this.changed();
  }

  add(files: File[]): void {
    const room = limits.files - this.items.length;
    this.notice = files.length > room ? t('attachment.too_many', { max: limits.files }) : '';
    for (const file of files.slice(0, Math.max(0, room))) {
      const item = blank(file.name || 'photo.jpg', file.type);
      if (file.type.startsWith('image/')) item.preview = URL.createObjectURL(file);
      this.items = [...this.items, item];
      this.#uploads.set(item.id, { file, stop: new AbortController() });
      this.#queue.push(item.id);
    }
    this.changed();
    this.#work();
  }

  remove(id: string): void {
    this.#uploads.get(id)?.stop.abort();
    this.#uploads.delete(id);
    const gone = this.items.find((item) => item.id === id);
    if (gone?.preview.startsWith('blob:')) URL.revokeObjectURL(gone.preview);
    this.items = this.items.filter((item) => item.id !== id);
    this.notice = '';
    this.changed();
  }

  retry(id: string): void {
    const upload = this.#uploads.get(id);
    if (!upload) return;
    this.notice = '';
    this.#update(id, { state: 'preparing', share: 0, reason: '' });
    this.#queue.push(id);
    this.#work();
  }

  /** The line is back: uploads that only missed the server go again. */
  resume(): void {
    for (const item of this.items) if (item.state === 'failed' && item.passing) this.retry(item.id);
  }

  /** Gives the files of the message away and starts empty. */
  take(): SentFile[] {
    const files = this.sent;
    for (const item of this.items) this.remove(item.id);
    return files;
  }

  #work(): void {
    while (this.#running < PARALLEL && this.#queue.length > 0) {
      const id = this.#queue.shift()!;
      const upload = this.#uploads.get(id);
      if (!upload) continue; // removed while it waited
      this.#running++;
      void this.#upload(id, upload).finally(() => {
        this.#running--;
        this.#work();
      });
    }
  }

  async #upload(id: string, { file, stop }: Upload): Promise<void> {
    const item = this.items.find((i) => i.id === id);
    if (!item) return;
    try {
      const { prepare } = await import('./photo');
      const blob = await prepare(file);
      if (stop.signal.aborted) return;
      this.#update(id, { state: 'uploading' });
      const progress = (share: number) => this.#update(id, { share });
      const sent = await this.#untilRemoved(this.api.upload(blob, item.name, id, progress, stop.signal), stop.signal);
      if (sent) this.#update(id, { state: 'done', share: 1, sent });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(0, '');
      const missed = refusal.status === 0;
      const reason = missed ? t('attachment.failed', { name: item.name }) : refusal.message;
      this.notice = reason;
      this.#update(id, { state: 'failed', reason, passing: refusal.passing });
    }
  }

  // An aborted request never answers; the place in the queue must come free all the same.
  #untilRemoved(upload: Promise<SentFile>, signal: AbortSignal): Promise<SentFile | null> {
    return Promise.race([upload, new Promise<null>((free) => signal.addEventListener('abort', () => free(null)))]);
  }

  #update(id: string, change: Partial<Attachment>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...change } : item));
    this.changed();
  }
}

function blank(name: string, mediaType: string): Attachment {
  return { id: newKey(), name, mediaType, preview: '', state: 'preparing', share: 0, reason: '', passing: false, sent: null };
}
