import { backoff, decode, isFinal, type Incoming } from './frames';

export interface LinkOptions {
  url: string;
  /** The visitor's token, asked at every attempt. */
  token(): string;
  /** The channel whose head is compared every ten seconds. */
  topic(): string;
  onUp(): void;
  onDown(): void;
  /** A publication: a hint that something has changed. */
  onHint(data: unknown): void;
  /** The server's newest number of the topic. */
  onHead(head: number): void;
  /** The token was not accepted. The link keeps trying, so the caller only has to renew it. */
  onRefused(): void;
}

const CONNECT_TIMEOUT = 10_000;
const HEADS_EVERY = 10_000;
const DEFAULT_PING = 25;

/** A WebSocket that keeps itself alive until close() is called. */
export class Link {
  up = false;
  #socket: WebSocket | null = null;
  #closed = false;
  #attempt = 0;
  #id = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #heads: ReturnType<typeof setTimeout> | undefined;
  #silence = CONNECT_TIMEOUT;

  constructor(private readonly o: LinkOptions) {
    addEventListener('online', this.wake);
    addEventListener('offline', this.#lost);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    removeEventListener('online', this.wake);
    removeEventListener('offline', this.#lost);
    this.#drop();
    clearTimeout(this.#retry);
  }

  /** Tries at once instead of waiting: the network is back, or somebody looks. */
  wake = (): void => {
    if (this.#closed || this.#socket) return;
    this.#attempt = 0;
    clearTimeout(this.#retry);
    this.#open();
  };

  #open(): void {
    const socket = new WebSocket(this.o.url);
    this.#socket = socket;
    this.#silence = CONNECT_TIMEOUT;
    this.#heard();
    socket.onopen = () => this.#send({ connect: { token: this.o.token(), name: 'widget' } });
    socket.onmessage = (e: MessageEvent<string>) => {
      this.#heard();
      for (const incoming of decode(e.data)) this.#take(incoming);
    };
    socket.onclose = (e) => {
      if (socket !== this.#socket) return;
      if (isFinal(e.code)) this.o.onRefused();
      this.#lost();
    };
  }

  #take(incoming: Incoming): void {
    switch (incoming.kind) {
      case 'ping':
        this.#socket?.send('{}');
        break;
      case 'connected':
        this.up = true;
        this.#attempt = 0;
        this.#silence = ((incoming.pingSeconds || DEFAULT_PING) + 10) * 1000;
        this.#heard();
        this.#askHeads();
        this.o.onUp();
        break;
      case 'publication':
        this.o.onHint(incoming.data);
        break;
      case 'reply':
        this.#takeHeads(incoming.data);
        break;
      case 'disconnect':
        if (isFinal(incoming.code)) this.o.onRefused();
        this.#lost();
        break;
      case 'error':
        // Before the connection stands only the connect command can fail.
        if (!this.up) {
          if (incoming.code === 101 || incoming.code === 109) this.o.onRefused();
          this.#lost();
        }
    }
  }

  #takeHeads(data: unknown): void {
    const heads = (data as { heads?: Record<string, number> } | undefined)?.heads;
    const head = heads?.[this.o.topic()];
    if (typeof head === 'number') this.o.onHead(head);
  }

  #askHeads(): void {
    this.#heads = setTimeout(() => {
      this.#send({ rpc: { method: 'heads', data: { topics: [this.o.topic()] } } });
      this.#askHeads();
    }, HEADS_EVERY * (0.8 + Math.random() * 0.4));
  }

  #send(command: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ id: ++this.#id, ...command }));
  }

  // Pings come regularly; silence means a dead line that nobody has closed.
  #heard(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(this.#lost, this.#silence);
  }

  #lost = (): void => {
    if (this.#closed) return;
    this.#drop();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), backoff(this.#attempt++, Math.random()));
    this.o.onDown();
  };

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.up = false;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#heads);
    socket?.close();
  }
}
