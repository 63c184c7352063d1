import { Link } from '../realtime/link';
import { backoff } from '../realtime/frames';
import type { Box } from '../ui/box';
import type { Clock } from '../ui/clock';
import { newKey } from '../ui/id';
import { Store } from '../ui/store';
import { Api, Refusal } from './api';
import { Outbox, type Entry } from './outbox';
import { behind, emptyThread, insert, merge, pending, unread, type Thread } from './thread';
import { Typing } from './typing';
import type { Hint, Message, Opinion, OwnCases, SentFile, Session } from './wire';

const POLL_EVERY = 4_000;
const LINE_AFTER = 2_000;
const HOURS_EVERY = 10 * 60_000;
const RENEW_EVERY = 15_000;
// A page as long as this may have been cut, so there is another question after it.
const LONG_PAGE = 100;
// Links to files end after some hours; reading the thread from its start renews them.
const LINKS_FOR = 60 * 60_000;

// Cards that show how a case stands.
const aboutOwn = ({ card }: Message): boolean => card?.kind === 'progress' || card?.kind === 'rating';

/**
 * The buyer's conversation with one shop. The server's database is the truth: realtime messages
 * are only hints, and every (re)connect asks for whatever came after the last received number.
 */
export class Conversation extends Store {
  readonly api = new Api();
  session: Session | null = null;
  thread: Thread = emptyThread;
  /** The buyer's cases and service code; null until they are known. */
  own: OwnCases | null = null;
  /** Grows whenever something about a case may have changed. */
  caseChanges = 0;
  /** Why the shop's conversation cannot be opened; empty when it can. */
  refused = '';
  /** Whether the buyer should see that the line is down. */
  reconnecting = false;

  readonly typing = new Typing({ tell: () => this.api.typing(), changed: () => this.changed() });

  readonly #outbox: Outbox;
  #link: Link | null = null;
  #entering = false;
  #enteredAt = 0;
  #attempt = 0;
  #fetching = false;
  #fetchAgain = false;
  #reachedAt = 0;
  #linksAt = 0;
  #ownChanged = true;
  #readSeq: number;
  #poll: ReturnType<typeof setTimeout> | undefined;
  #line: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly shop: string,
    private readonly box: Box,
    readonly clock: Clock,
  ) {
    super();
    this.#readSeq = box.get<number>('read') ?? 0;
    this.#outbox = new Outbox(box, {
      post: async ({ text, files, key }) => {
        if (!this.session) throw new Refusal(0, '');
        return this.api.send(text, files.map((file) => file.id), key);
      },
      delivered: (message) => {
        this.thread = insert(this.thread, message);
        if (behind(this.thread)) void this.refetch();
      },
      changed: () => this.changed(),
      unauthorised: () => this.#renew(),
    });
  }

  /** Whether this browser has talked to the shop before. */
  get known(): boolean {
    return this.box.get<string>('token') !== null;
  }

  get waiting(): Entry[] {
    return pending(this.#outbox.entries, this.thread.messages);
  }

  get unread(): number {
    return unread(this.thread, this.#readSeq);
  }

  /** Opens the conversation; does nothing when it is open. */
  start(): void {
    if (this.session || this.#entering) return;
    this.refused = '';
    this.changed();
    void this.#enter();
  }

  /** Somebody looks, so a broken line is tried at once. */
  wake(): void {
    this.#link?.wake();
    if (Date.now() - this.#linksAt > LINKS_FOR) void this.refetch();
  }

  send(text: string, files: SentFile[]): void {
    this.typing.sent();
    this.#outbox.add({ key: newKey(), text, files, at: this.clock.now() });
  }

  /** The buyer has changed what they are writing. */
  wrote(text: string): void {
    if (this.session) this.typing.wrote(text);
  }

  retry(key: string): void {
    this.#outbox.retry(key);
  }

  discard(key: string): void {
    this.#outbox.discard(key);
  }

  /** The buyer has seen everything that is shown. */
  markRead(): void {
    const last = this.thread.messages.at(-1)?.seq ?? 0;
    const before = this.#readSeq;
    if (!this.session || last <= before) return;
    this.#remember(last);
    this.api.read(last).catch(() => this.#remember(before));
    this.changed();
  }

  /** The buyer's answer to "is it solved?". Rejects with a Refusal. */
  async answer(caseId: string, solved: boolean, words: string): Promise<void> {
    this.#took({ outcome: await this.api.answer(caseId, solved, words) });
  }

  /** Opens a closed case again. Rejects with a Refusal. */
  async reopen(caseId: string): Promise<void> {
    this.#took({ outcome: await this.api.reopen(caseId) });
  }

  /** The buyer's answer to "did we understand you?". Rejects with a Refusal. */
  async understood(caseId: string, confirmed: boolean, words: string): Promise<void> {
    this.#took({ restatement: await this.api.understood(caseId, confirmed, words) });
  }

  /** What the buyer says about how a case went. Rejects with a Refusal. */
  async rate(caseId: string, opinion: Opinion): Promise<void> {
    const rated = await this.api.rate(caseId, opinion);
    if (this.own) this.own = { ...this.own, cases: this.own.cases.map((each) => (each.id === rated.id ? rated : each)) };
    this.changed();
  }

  /** Goes on with the conversation of a service code. Rejects with a Refusal. */
  async comeBack(code: string): Promise<void> {
    const sent = Date.now();
    const session = await this.api.comeBack(this.shop, code);
    this.clock.learn(session.now, sent);
    this.own = null;
    this.#entered(session);
  }

  /** Asks for the buyer's cases and service code. Rejects with a Refusal. */
  async loadOwn(): Promise<void> {
    // What changes while we wait for the answer is asked for again.
    this.#ownChanged = false;
    try {
      this.own = await this.api.cases();
    } catch (error) {
      this.#ownChanged = true;
      throw error;
    }
    this.changed();
  }

  #took(answered: Partial<Thread>): void {
    this.thread = { ...this.thread, ...answered };
    this.#ownChanged = true;
    this.changed();
    void this.refetch();
  }

  /** Asks for everything after the last received number, until nothing is missing. */
  async refetch(): Promise<void> {
    this.#fetchAgain = true;
    if (this.#fetching || !this.session) return;
    this.#fetching = true;
    try {
      while (this.#fetchAgain) {
        this.#fetchAgain = false;
        await this.#catchUp();
        if (this.#ownChanged && this.thread.messages.some(aboutOwn)) await this.loadOwn();
      }
      this.#reached();
    } catch (error) {
      this.#missed(error);
    } finally {
      this.#fetching = false;
    }
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const { position, head } = this.thread;
      const sent = Date.now();
      const renew = sent - this.#linksAt > LINKS_FOR;
      const page = await this.api.thread(renew ? 0 : position);
      this.clock.learn(page.now, sent);
      // The conversation goes on in another one, which is read from its beginning.
      if (page.conversation_id !== this.session!.conversation_id) {
        if (!this.#entering) void this.#enter();
        return;
      }
      // What was said in another one that was merged into this comes with the beginning.
      if (page.merged_from !== this.thread.mergedFrom && page.earlier === null) this.#linksAt = 0;
      this.thread = merge(this.thread, page, head);
      if (page.messages?.some((m) => m.sender.kind === 'agent' && m.seq > position)) this.typing.ended();
      if (page.messages?.some(aboutOwn)) this.#ownChanged = true;
      this.changed();
      if (renew) this.#linksAt = sent;
      if (renew && position > 0) continue; // that was the known part
      if (this.#linksAt === 0) continue;
      const moved = this.thread.position > position || this.thread.head > head;
      const cut = (page.messages?.length ?? 0) >= LONG_PAGE;
      if (!moved || !(cut || behind(this.thread))) return;
    }
  }

  async #enter(): Promise<void> {
    this.#entering = true;
    try {
      const sent = Date.now();
      const session = await this.api.session(this.shop, this.box.get<string>('token') ?? '');
      this.clock.learn(session.now, sent);
      this.#entered(session);
    } catch (error) {
      this.#shutOut(error);
    } finally {
      this.#entering = false;
    }
  }

  #entered(session: Session): void {
    const other = this.session?.conversation_id !== session.conversation_id;
    this.api.token = session.token;
    this.box.set('token', session.token);
    if (this.box.get<string>('conversation') !== session.conversation_id) {
      this.box.set('conversation', session.conversation_id);
      this.#remember(0);
    }
    this.session = session;
    this.#enteredAt = Date.now();
    this.#attempt = 0;
    if (other) {
      this.thread = { ...emptyThread, head: session.head_seq };
      this.#connect();
    }
    this.#outbox.resume();
    this.changed();
    void this.refetch();
  }

  #shutOut(error: unknown): void {
    const refusal = error instanceof Refusal ? error : new Refusal(0, String(error));
    if (refusal.passing) {
      this.reconnecting = true;
      setTimeout(() => this.session || this.start(), backoff(this.#attempt++ + 1, Math.random()));
    } else if (!this.session) {
      this.refused = refusal.message;
    }
    this.changed();
  }

  // The token was refused: the old one is offered once more, and a new one is taken if need be.
  #renew(): void {
    if (this.#entering || Date.now() - this.#enteredAt < RENEW_EVERY) return;
    void this.#enter();
  }

  #connect(): void {
    this.#link?.close();
    this.#schedulePoll();
    this.#link = new Link({
      url: `${location.origin.replace(/^http/, 'ws')}/connection/buyer`,
      token: () => this.api.token,
      topic: () => `conv:${this.session?.conversation_id}`,
      onUp: () => {
        this.#ownChanged = true;
        this.caseChanges += 1;
        clearTimeout(this.#poll);
        clearTimeout(this.#line);
        void this.refetch();
      },
      onDown: () => this.#down(),
      onHint: (data) => this.#heard((data ?? {}) as Hint),
      onHead: (head) => {
        if (head > this.thread.position) this.#hint(head);
        this.#refreshHours();
      },
      onRefused: () => this.#renew(),
    });
  }

  #heard({ kind, seq, name }: Hint): void {
    if (kind === 'typing') return this.typing.heard(name ?? '');
    if (kind === 'case') {
      this.#ownChanged = true;
      this.caseChanges += 1;
      this.changed();
    }
    this.#hint(seq ?? 0);
  }

  #hint(seq: number): void {
    if (seq > this.thread.head) this.thread = { ...this.thread, head: seq };
    void this.refetch();
  }

  #down(): void {
    this.#schedulePoll();
    const since = Date.now();
    clearTimeout(this.#line);
    this.#line = setTimeout(() => {
      if (this.#link?.up || this.#reachedAt > since) return;
      this.reconnecting = true;
      this.changed();
    }, LINE_AFTER);
  }

  // While the socket is down the thread is asked for; where sockets are blocked for good, this is
  // how the conversation works.
  #schedulePoll(): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => {
      if (this.#link?.up) return;
      this.#ownChanged = true;
      void this.refetch();
      this.#refreshHours();
      this.#schedulePoll();
    }, POLL_EVERY * (0.9 + Math.random() * 0.2));
  }

  #reached(): void {
    const wasDown = this.reconnecting;
    this.#reachedAt = Date.now();
    this.reconnecting = false;
    if (wasDown) this.#outbox.resume();
    this.changed();
  }

  #missed(error: unknown): void {
    if (error instanceof Refusal && error.status === 401) return this.#renew();
    this.reconnecting = true;
    this.changed();
  }

  // The shop may have opened or closed while the page stood open.
  #refreshHours(): void {
    const opensAt = Date.parse(this.session?.opens_at ?? '');
    const age = Date.now() - this.#enteredAt;
    const opened = opensAt < this.clock.now() && age > 60_000;
    if ((opened || age > HOURS_EVERY) && !this.#entering) void this.#enter();
  }

  #remember(seq: number): void {
    this.#readSeq = seq;
    this.box.set('read', seq);
  }
}
