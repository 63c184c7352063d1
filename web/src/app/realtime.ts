import type { QueryClient } from '@tanstack/react-query';
import { Centrifuge, type Subscription } from 'centrifuge';
import type { Me } from '../api/wire';
import { keys as wall } from '../commitment/wall_api';
import { keys as conversations } from '../conversation/api';
import { hear, type PresenceHint, type TypingHint } from '../conversation/live';
import type { Known } from '../conversation/merge';
import { meQuery } from '../identity/api';
import { keys as notices } from '../notice/api';
import { keys as tickets } from '../ticket/api';
import { Freshener, touchedBy, type Hint } from './hints';

export type Link = 'connecting' | 'live' | 'lost';

/** With this the server closes the sockets of somebody whose sessions or roles have ended. */
const signedOut = 4501;
const headsEvery = 10_000;
const pollEvery = 5_000;

/**
 * Keeps the screen as fresh as the database: by hints while the socket lives,
 * by asking every few seconds while it does not, and by comparing heads in
 * between, because a hint may be lost.
 */
export class Realtime {
  private link: Link = 'connecting';
  private me: Me | undefined;
  private readonly socket: Centrifuge;
  private readonly fresh: Freshener;
  private readonly seen = new Map<string, number>();
  private readonly watchers = new Set<() => void>();
  private poll: ReturnType<typeof setInterval> | undefined;
  private heads: ReturnType<typeof setTimeout> | undefined;
  private opened: { id: string; subscription: Subscription } | undefined;

  constructor(private readonly cache: QueryClient) {
    this.fresh = new Freshener(cache);
    this.socket = new Centrifuge(address(), { minReconnectDelay: 300, maxReconnectDelay: 5_000 });
    this.socket.on('connecting', () => this.become(this.link === 'connecting' ? 'connecting' : 'lost'));
    this.socket.on('connected', () => this.become('live'));
    this.socket.on('error', () => this.socket.state !== 'connected' && this.become('lost'));
    this.socket.on('disconnected', ({ code }) => {
      this.become('lost');
      // Out, or with other permissions: whoever we are now is asked at once, and not only with the next refresh.
      if (code === signedOut) void this.cache.invalidateQueries({ queryKey: meQuery.queryKey });
    });
    this.socket.on('subscribed', () => this.fresh.touch(conversations.queues, notices.all, wall.wall, tickets.all));
    this.socket.on('publication', ({ data }) => this.hint(data as Hint | PresenceHint | TypingHint));
  }

  start(me: Me): void {
    this.me = me;
    this.become('connecting');
    this.socket.connect();
    this.poll = setInterval(() => this.refreshUnlessLive(), pollEvery);
    this.planHeads();
  }

  stop(): void {
    clearInterval(this.poll);
    clearTimeout(this.heads);
    this.socket.disconnect();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly state = (): Link => this.link;

  /** Follows one conversation closely; an empty id follows none. */
  open(id: string): void {
    if (this.opened?.id === id) return;
    if (this.opened) {
      this.opened.subscription.unsubscribe();
      this.socket.removeSubscription(this.opened.subscription);
    }
    this.opened = undefined;
    if (!id) return;
    const subscription = this.socket.newSubscription(`team:${id}`);
    subscription.on('publication', ({ data }) => this.hint(data as Hint | PresenceHint | TypingHint));
    // Whatever recovery says: the database is asked.
    subscription.on('subscribed', () => this.refreshOpened());
    subscription.subscribe();
    this.opened = { id, subscription };
  }

  private become(link: Link): void {
    this.link = link;
    this.watchers.forEach((watcher) => watcher());
  }

  private hint(hint: Hint | PresenceHint | TypingHint): void {
    if (hint.kind === 'presence' || hint.kind === 'typing') return hear(hint as PresenceHint | TypingHint);
    this.fresh.touch(...touchedBy(hint));
  }

  private refreshOpened(): void {
    if (!this.opened) return;
    const { id } = this.opened;
    this.fresh.touch(conversations.detail(id), conversations.thread(id), conversations.later(id), conversations.draft(id));
  }

  private refreshUnlessLive(): void {
    if (this.link === 'live') return;
    this.fresh.touch(conversations.queues, notices.all, wall.wall, tickets.all);
    this.refreshOpened();
    // The server may have told the socket to stay away; it is asked again.
    if (this.socket.state === 'disconnected') this.socket.connect();
  }

  private planHeads(): void {
    const jitter = headsEvery * (0.8 + 0.4 * Math.random());
    this.heads = setTimeout(() => void this.compareHeads().finally(() => this.planHeads()), jitter);
  }

  private async compareHeads(): Promise<void> {
    if (this.link !== 'live') return;
    const shops = (this.me?.shops ?? []).map((shop) => `shop:${shop.id}`);
    const topics = this.opened ? [`team:${this.opened.id}`, ...shops] : shops;
    try {
      const { data } = await this.socket.rpc('heads', { topics });
      for (const [topic, head] of Object.entries((data as { heads: Record<string, number> }).heads)) this.compare(topic, head);
    } catch {
      // A failed comparison is made again with the next beat.
    }
  }

  private compare(topic: string, head: number): void {
    const id = topic.slice(topic.indexOf(':') + 1);
    if (topic.startsWith('team:')) {
      const known = this.cache.getQueryData<Known>(conversations.thread(id));
      if (known && head > known.synced) this.fresh.touch(conversations.thread(id), conversations.detail(id));
      return;
    }
    if (head > (this.seen.get(topic) ?? -1)) this.fresh.touch(conversations.queues, wall.wall);
    this.seen.set(topic, head);
  }
}

function address(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/connection/console`;
}
