import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Conversation, ConversationDetail, FileInfo, Later, Message, View } from '../api/wire';
import type { Doing } from './live';
import { asked, type Filter } from './filter';
import { caughtUp, earliest, opened, withEarlier, withSent, type Known } from './merge';

export const keys = {
  queues: ['queue'] as const,
  detail: (id: string) => ['conversation', id] as const,
  thread: (id: string) => ['thread', id] as const,
  draft: (id: string) => ['draft', id] as const,
  later: (id: string) => ['later', id] as const,
};

const pageSize = 50;

export function queueQuery(view: View, shop: string, filter: Filter = {}) {
  return infiniteQueryOptions({
    queryKey: [...keys.queues, view, shop, filter],
    queryFn: ({ pageParam, signal }) => {
      const { filter: narrow, order } = asked(view, shop, filter);
      const query = { ...narrow, view, order: order || undefined, after: pageParam || undefined, limit: pageSize };
      return need(client.GET('/api/queue', { params: { query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  });
}

export function detailQuery(id: string) {
  return queryOptions({
    queryKey: keys.detail(id),
    queryFn: ({ signal }): Promise<ConversationDetail> =>
      need(client.GET('/api/conversations/{id}', { params: { path: { id } }, signal })),
  });
}

/**
 * The messages of a conversation. The first time they come with its detail;
 * every further fetch asks only for what came since.
 */
export function threadQuery(cache: QueryClient, id: string) {
  const key = keys.thread(id);
  return queryOptions({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Known> => {
      const known = cache.getQueryData<Known>(key);
      if (known) return catchUp(cache, id, known, signal);
      const detail = await cache.fetchQuery({ ...detailQuery(id), staleTime: 1_000 });
      return opened({ ...detail, head_seq: detail.conversation.head_seq });
    },
  });
}

async function catchUp(cache: QueryClient, id: string, known: Known, signal: AbortSignal): Promise<Known> {
  for (;;) {
    const since = known.synced;
    const page = await fetchMessages(id, { since }, signal);
    // Sending and loading earlier may have changed it while we waited.
    known = caughtUp(cache.getQueryData<Known>(keys.thread(id)) ?? known, since, page);
    if (page.messages.length === 0 || known.synced >= page.head_seq) return known;
  }
}

function fetchMessages(id: string, query: { since?: number; before?: number }, signal?: AbortSignal) {
  return need(client.GET('/api/conversations/{id}/messages', { params: { path: { id }, query }, signal }));
}

export async function loadEarlier(cache: QueryClient, id: string): Promise<void> {
  const known = cache.getQueryData<Known>(keys.thread(id));
  if (!known?.hasEarlier) return;
  const page = await fetchMessages(id, { before: earliest(known) });
  change(cache, id, (now) => withEarlier(now, page));
}

/** How many messages before the one that is looked at are fetched with it. */
const context = 20;

/** Fetches everything between a message and the earliest one that is known. */
export async function loadBackTo(cache: QueryClient, id: string, seq: number): Promise<void> {
  const known = cache.getQueryData<Known>(keys.thread(id));
  if (!known?.hasEarlier || earliest(known) <= seq) return;
  const from = Math.max(0, seq - context);
  const messages: Message[] = [];
  for (let since = from; since + 1 < earliest(known);) {
    const page = await fetchMessages(id, { since });
    if (page.messages.length === 0) return; // somebody else's now
    messages.push(...page.messages);
    since = page.messages[page.messages.length - 1]!.seq;
  }
  change(cache, id, (now) => withEarlier(now, { messages, has_earlier: from > 0, head_seq: now.synced }));
}

export function holdSent(cache: QueryClient, id: string, message: Message): void {
  change(cache, id, (known) => withSent(known, message));
  void cache.invalidateQueries({ queryKey: keys.queues });
}

function change(cache: QueryClient, id: string, how: (known: Known) => Known): void {
  cache.setQueryData<Known>(keys.thread(id), (known) => known && how(known));
}

export function send(id: string, body: { text: string; file_ids: string[] }, key: string): Promise<Message> {
  return need(client.POST('/api/conversations/{id}/messages', {
    params: { path: { id }, header: { 'Idempotency-Key': key } },
    body,
  }));
}

export async function markRead(id: string, seq: number): Promise<void> {
  await need(client.POST('/api/conversations/{id}/read', { params: { path: { id } }, body: { seq } }));
}

export function takeOver(conversation: Conversation): Promise<Conversation> {
  const { id, version } = conversation;
  return need(client.POST('/api/conversations/{id}/assign', {
    params: { path: { id } },
    body: { version, assignee_id: 'me' },
  }));
}

export function uploadPath(id: string): string {
  return `/api/conversations/${encodeURIComponent(id)}/files`;
}

export function writeNote(id: string, body: { text: string; file_ids: string[]; mentions: string[] }, key: string): Promise<Message> {
  return need(client.POST('/api/conversations/{id}/notes', {
    params: { path: { id }, header: { 'Idempotency-Key': key } },
    body,
  }));
}

export function recall(id: string, seq: number): Promise<Message> {
  return need(client.POST('/api/conversations/{id}/recall', { params: { path: { id } }, body: { seq } }));
}

export async function showPresence(id: string, doing: Doing, first: boolean): Promise<void> {
  await need(client.POST('/api/conversations/{id}/presence', { params: { path: { id } }, body: { doing, first } }));
}

export function draftQuery(id: string) {
  return queryOptions({
    queryKey: keys.draft(id),
    queryFn: async ({ signal }) => {
      const asked = performance.now();
      return { ...(await need(client.GET('/api/conversations/{id}/draft', { params: { path: { id } }, signal }))), asked };
    },
    // What was read before is not what another browser has written since.
    gcTime: 0,
  });
}

export async function saveDraft(id: string, text: string, note: boolean): Promise<void> {
  await need(client.PUT('/api/conversations/{id}/draft', { params: { path: { id } }, body: { text, note } }));
}

export function laterQuery(id: string) {
  return queryOptions({
    queryKey: keys.later(id),
    queryFn: ({ signal }) => need(client.GET('/api/conversations/{id}/later', { params: { path: { id } }, signal })),
  });
}

export function scheduleLater(id: string, key: string, held: { text: string; files: FileInfo[] }, at: number): Promise<Later> {
  return need(client.POST('/api/conversations/{id}/later', {
    params: { path: { id }, header: { 'Idempotency-Key': key } },
    body: { text: held.text, file_ids: held.files.map((file) => file.id), send_at: new Date(at).toISOString() },
  }));
}

export function editLater({ id, version }: Later, text: string, at: number): Promise<Later> {
  const body = { version, text, send_at: new Date(at).toISOString() };
  return need(client.PATCH('/api/later/{id}', { params: { path: { id } }, body }));
}

export function cancelLater({ id, version }: Later): Promise<Later> {
  return need(client.POST('/api/later/{id}/cancel', { params: { path: { id } }, body: { version } }));
}

export function sendLaterNow({ id, version }: Later): Promise<Later> {
  return need(client.POST('/api/later/{id}/send', { params: { path: { id } }, body: { version } }));
}

/** The conversation whose commitment is overdue the longest, if there is one. */
export async function longestOverdue(cache: QueryClient, shop: string): Promise<string | undefined> {
  const { pages } = await cache.fetchInfiniteQuery({ ...queueQuery('all', shop, { overdue: true }), staleTime: 0 });
  return pages[0]?.items[0]?.conversation_id;
}
