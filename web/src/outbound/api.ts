import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import { upload } from '../api/upload';
import type { EvidenceItem, OutboundAdded, OutboundPage, OutboundPhoto } from '../api/wire';
import { keys } from '../evidence/keys';
import type { State } from './keys';
import type { Line } from './sender';

export function photosQuery(shop: string, state: State) {
  return infiniteQueryOptions({
    queryKey: [...keys.photos, 'list', shop, state] as const,
    queryFn: ({ pageParam: after, signal }): Promise<OutboundPage> => need(client.GET('/api/shops/{id}/outbound', { params: { path: { id: shop }, query: { state, after } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });
}

export function useOutboundChanged(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () => Promise.all([cache.invalidateQueries({ queryKey: keys.photos }), cache.invalidateQueries({ queryKey: keys.all })]);
}

export function place({ id, version }: OutboundPhoto, as: { words?: string[]; drop?: boolean }): Promise<OutboundPhoto> {
  return need(client.POST('/api/outbound/{id}/place', { params: { path: { id } }, body: { version, ...as } }));
}

export function rematch(shop: string): Promise<{ matched: number }> {
  return need(client.POST('/api/shops/{id}/outbound/rematch', { params: { path: { id: shop } } }));
}

export function attach(caseId: string, photo: string): Promise<EvidenceItem> {
  return need(client.POST('/api/cases/{id}/outbound', { params: { path: { id: caseId } }, body: { photo } }));
}

/** The way of photos to a shop. */
export function lineTo(shop: string): Line {
  const path = `/api/shops/${encodeURIComponent(shop)}/outbound`;
  return {
    async known(content, { folder, name }) {
      // Browsers compute sums on safe pages alone; elsewhere the bytes go, and the server tells.
      if (!globalThis.crypto?.subtle) return null;
      const sum = hex(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()));
      return (await need(client.POST('/api/shops/{id}/outbound/known', { params: { path: { id: shop } }, body: { sha256: sum, folder, name } }))).photo;
    },
    send: (content, { folder, name }, progress, signal) =>
      upload<OutboundAdded>(`${path}?folder=${encodeURIComponent(folder)}`, new File([content], name, { type: content.type }), progress, signal),
    pause: (tries) => new Promise((resolve) => {
      const done = () => (clearTimeout(timer), removeEventListener('online', done), resolve());
      const timer = setTimeout(done, Math.min(30_000, 1000 * 2 ** tries));
      addEventListener('online', done);
    }),
  };
}

function hex(sum: ArrayBuffer): string {
  return [...new Uint8Array(sum)].map((each) => each.toString(16).padStart(2, '0')).join('');
}
