import type { QueryClient } from '@tanstack/react-query';
import type { useNavigate } from '@tanstack/react-router';
import { queueQuery } from '../conversation/api';
import { getPrefs } from './prefs';
import { router } from './router';

/** Opens the conversation that has waited longest, other than the open one. */
export async function openNext(cache: QueryClient, navigate: ReturnType<typeof useNavigate>): Promise<void> {
  const { pages } = await cache.fetchInfiniteQuery(queueQuery('waiting', getPrefs().shop));
  const here = router.state.location.pathname;
  const waiting = pages
    .flatMap((page) => page.items)
    .filter((each) => each.waiting_since && here !== `/c/${each.conversation_id}`)
    .sort((a, b) => a.waiting_since!.localeCompare(b.waiting_since!));
  const next = waiting[0];
  if (next) await navigate({ to: '/c/$id', params: { id: next.conversation_id } });
}
