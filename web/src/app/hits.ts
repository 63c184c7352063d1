import { useNavigate, useRouter, type NavigateOptions } from '@tanstack/react-router';
import type { Hit } from '../api/wire';
import { noFilter } from '../conversation/filter';
import { setPrefs } from './prefs';

/** Where hits lead: to the message in its thread, to the conversation, to the order, or to what a colleague looks after. */
export function useHits(): { address(hit: Hit): string; open(hit: Hit): void } {
  const navigate = useNavigate();
  const router = useRouter();
  return {
    address: (hit) => router.buildLocation(to(hit)).href,
    open: (hit) => {
      if (hit.kind === 'colleague') setPrefs({ view: 'all' });
      void navigate(to(hit));
    },
  };
}

function to(hit: Hit) {
  if (hit.kind === 'order') return { to: '/orders', search: { q: hit.number, shop: undefined, id: hit.ref } } as const satisfies NavigateOptions;
  const place = hit.kind === 'colleague' || hit.conversation_id === ''
    ? { to: '/', search: { ...noFilter, assignee: hit.owner.id || undefined } } as const
    : { to: '/c/$id', params: { id: hit.conversation_id }, search: { ...noFilter, at: hit.kind === 'message' && hit.seq > 0 ? hit.seq : undefined } } as const;
  return place satisfies NavigateOptions;
}
