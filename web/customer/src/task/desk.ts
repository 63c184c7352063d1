import { prepare } from '../conversation/photo';
import { t } from '../i18n';
import type { Clock } from '../ui/clock';
import { newKey } from '../ui/id';
import { headersOf, Refusal, refusal, request } from '../ui/request';
import { Store } from '../ui/store';
import type { Task, TaskFile } from './wire';

const POLL_EVERY = 20_000;
const UPLOAD_TIMEOUT = 120_000;
const NAME = 'anxin.task.name';

/** The ticket of a link, for whoever works on it under a name that they give. */
export class Desk extends Store {
  task: Task | null = null;
  /** Why the ticket cannot be shown; empty while it can. */
  refused = '';
  /** Whether the server could not be reached. */
  away = false;
  /** Somebody else has changed the ticket since it was shown. */
  overtaken = false;
  name = '';
  #token = '';
  #asked = 0;
  #poll: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly clock: Clock) {
    super();
    try {
      this.name = localStorage.getItem(NAME) ?? '';
    } catch {
      // A browser that keeps nothing asks for the name each time.
    }
  }

  /** Shows the ticket of another link. */
  open(token: string): void {
    if (token === this.#token && token !== '') return;
    this.#token = token;
    this.task = null;
    this.refused = '';
    this.away = false;
    this.changed();
    void this.look();
  }

  /** Remembers who works here. */
  call(name: string): void {
    this.name = name;
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // See above.
    }
    this.changed();
  }

  /** Reads the ticket again, and from time to time while somebody looks. */
  async look(): Promise<void> {
    clearTimeout(this.#poll);
    if (this.refused) return;
    try {
      const { version } = this.task ?? { version: 0 };
      await this.#take(() => this.#ask('GET', 'ticket'));
      if (version && this.task && this.task.version !== version) this.overtaken = true;
      this.away = false;
    } catch (error) {
      this.#failed(error);
    }
    this.changed();
    clearTimeout(this.#poll);
    if (!document.hidden && !this.refused) this.#poll = setTimeout(() => void this.look(), POLL_EVERY);
  }

  take = (): Promise<void> => this.#act('take', {});

  report = (text: string): Promise<void> => this.#act('report', { text });

  handBack = (text: string): Promise<void> => this.#act('hand-back', { text });

  finish = (text: string, fields: Record<string, string>): Promise<void> => this.#act('finish', { text, fields });

  /** Adds a photo. Rejects with a Refusal. */
  async add(file: File): Promise<void> {
    const blob = await prepare(file);
    const response = await this.#fetch('files', {
      method: 'POST', body: blob, signal: AbortSignal.timeout(UPLOAD_TIMEOUT),
      headers: {
        ...headersOf(this.#token, newKey()), 'Content-Type': 'application/octet-stream',
        'X-File-Name': encodeURIComponent(file.name), 'X-Worker-Name': encodeURIComponent(this.name),
      },
    });
    const added = (await response.json()) as TaskFile;
    if (this.task) this.task = { ...this.task, files: [...this.task.files, added] };
    this.changed();
  }

  /** The bytes of a file, as an address for this page alone. */
  async show({ url, thumb_url: thumb }: TaskFile, small: boolean): Promise<string> {
    const path = (small && thumb) || url;
    const response = await this.#fetch(path.replace('/api/task/', ''), { headers: headersOf(this.#token), signal: AbortSignal.timeout(UPLOAD_TIMEOUT) });
    return URL.createObjectURL(await response.blob());
  }

  async #fetch(path: string, options: RequestInit): Promise<Response> {
    const response = await fetch(`/api/task/${path}`, { ...options, credentials: 'omit' }).catch(() => {
      throw new Refusal(0, t('error.network'));
    });
    if (!response.ok) throw refusal(response.status, await response.text());
    return response;
  }

  async #act(path: string, body: object): Promise<void> {
    try {
      await this.#take(() => this.#ask('POST', path, { ...body, name: this.name, version: this.task!.version }));
      this.overtaken = false;
    } catch (error) {
      if (error instanceof Refusal && (error.status === 409 || error.status === 404)) await this.look();
      throw error;
    } finally {
      this.changed();
    }
  }

  #ask(method: string, path: string, body?: object): Promise<Task> {
    return request(method, `/api/task/${path}`, headersOf(this.#token), body);
  }

  // An answer that was asked for earlier than one that is shown comes too late.
  async #take(ask: () => Promise<Task>): Promise<void> {
    const token = this.#token;
    const turn = ++this.#asked;
    const sent = Date.now();
    const task = await ask();
    if (token !== this.#token || turn < this.#asked) return;
    this.clock.learn(task.now, sent);
    this.task = task;
  }

  #failed(error: unknown): void {
    if (error instanceof Refusal && error.status === 404) {
      // What was done a moment ago stays on the screen: handing it back ends the link.
      if (this.task?.state === 'handed_back') return;
      this.task = null;
      this.refused = error.message;
      return;
    }
    this.away = true;
  }
}
