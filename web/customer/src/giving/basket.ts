import { t } from '../i18n';
import type { Clock } from '../ui/clock';
import { newKey } from '../ui/id';
import { headersOf, Refusal, request } from '../ui/request';
import { Store } from '../ui/store';
import { send } from './sender';
import { prepare } from './shrink';
import type { Giving } from './wire';

/** A file that was chosen on this phone, until it is given. */
export interface Parcel {
  key: string;
  piece: string;
  file: File;
  /** Of the picture, on this phone; empty for what is no picture. */
  preview: string;
  state: 'queued' | 'preparing' | 'sending' | 'waiting' | 'done' | 'failed';
  sent: number;
  size: number;
  error: string;
}

/** How many files travel at the same time: more would only share the same narrow line. */
const AT_ONCE = 2;

/** What a link asks for, what was given, and what is on its way. */
export class Basket extends Store {
  giving: Giving | null = null;
  parcels: Parcel[] = [];
  /** Why nothing can be given; empty while it can. */
  refused = '';
  away = false;
  readonly thumbs = new Map<string, string>();
  #token = '';
  #running = 0;

  constructor(readonly clock: Clock) {
    super();
  }

  /** Shows the request of another link. */
  open(token: string): void {
    if (token === this.#token && token !== '') return;
    this.#token = token;
    this.giving = null;
    this.parcels = [];
    this.refused = '';
    this.changed();
    void this.look();
  }

  /** Reads the request again. */
  async look(): Promise<void> {
    const token = this.#token;
    const sent = Date.now();
    try {
      const giving = await request<Giving>('GET', '/api/give/request', headersOf(token));
      if (token !== this.#token) return;
      this.clock.learn(giving.now, sent);
      this.giving = giving;
      this.away = false;
      for (const { id, thumb } of giving.items) if (thumb) void this.#show(id);
    } catch (error) {
      if (token !== this.#token) return;
      if (error instanceof Refusal && error.status === 404) this.#over(error.message);
      else this.away = true;
    }
    this.changed();
  }

  /** Whether something is still on its way. */
  get busy(): boolean {
    return this.parcels.some(({ state }) => state !== 'done' && state !== 'failed');
  }

  /** Takes chosen files for one of the things that are asked. */
  add(piece: string, files: File[]): void {
    const { items, limits } = this.giving!;
    const room = limits.files - items.length - this.parcels.filter(({ state }) => state !== 'failed').length;
    for (const [n, file] of files.entries()) {
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
      const parcel: Parcel = { key: newKey(), piece, file, preview, state: 'queued', sent: 0, size: file.size, error: '' };
      this.parcels = [...this.parcels, parcel];
      if (n >= room) this.#fail(parcel, t('giving.many', { n: limits.files }));
    }
    this.changed();
    this.#next();
  }

  /** Tries a file again that could not be sent. */
  retry(parcel: Parcel): void {
    parcel.state = 'queued';
    parcel.error = '';
    this.changed();
    this.#next();
  }

  /** Leaves a file out that is not given yet. */
  drop(parcel: Parcel): void {
    this.parcels = this.parcels.filter((each) => each !== parcel);
    if (parcel.preview) URL.revokeObjectURL(parcel.preview);
    this.changed();
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const parcel = this.parcels.find(({ state }) => state === 'queued');
      if (!parcel) return;
      parcel.state = 'preparing';
      this.#running++;
      void this.#send(parcel).finally(() => {
        this.#running--;
        this.#next();
      });
    }
  }

  async #send(parcel: Parcel): Promise<void> {
    const stopped = () => !this.parcels.includes(parcel);
    try {
      const { blob, reduced } = await prepare(parcel.file, this.giving!.limits.file_bytes);
      parcel.size = blob.size;
      await send(this.#token, parcel.key, parcel.piece, parcel.file.name || 'photo', blob, reduced, {
        moved: (bytes) => {
          parcel.sent = bytes;
          parcel.state = 'sending';
          this.changed();
        },
        waiting: () => {
          parcel.state = 'waiting';
          this.changed();
        },
        stopped,
      });
      parcel.state = 'done';
      parcel.sent = parcel.size;
      if (!stopped()) await this.look();
      this.parcels = this.parcels.filter((each) => each !== parcel);
    } catch (error) {
      if (stopped()) return;
      if (error instanceof Refusal && error.status === 404) this.#over(error.message);
      else this.#fail(parcel, error instanceof Refusal ? error.message : t('error.unexpected'));
    }
    this.changed();
  }

  #fail(parcel: Parcel, why: string): void {
    parcel.state = 'failed';
    parcel.error = why;
  }

  #over(why: string): void {
    this.refused = why;
    this.giving = null;
  }

  // Thumbnails need the link, so that no image element can ask for them by itself.
  async #show(id: string): Promise<void> {
    if (this.thumbs.has(id)) return;
    this.thumbs.set(id, '');
    const response = await fetch(`/api/give/items/${id}`, { headers: headersOf(this.#token), credentials: 'omit' }).catch(() => null);
    if (!response?.ok) return void this.thumbs.delete(id);
    this.thumbs.set(id, URL.createObjectURL(await response.blob()));
    this.changed();
  }
}
