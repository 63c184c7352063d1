import { queryOptions } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Assignee, AssignmentPlan, AssignmentSetting } from '../api/wire';

export const keys = {
  all: ['assignment'] as const,
  setting: (shop: string) => ['assignment', 'setting', shop] as const,
  preview: (shop: string, words: string, vip: boolean) => ['assignment', 'preview', shop, words, vip] as const,
  waiting: (conversation: string) => ['assignment', 'waiting', conversation] as const,
};

// Who is there and who has room changes without a word to this page.
const refetchInterval = 15_000;

/** How a shop hands out conversations, and to whom. */
export function settingQuery(shop: string) {
  return queryOptions({
    queryKey: keys.setting(shop), refetchInterval,
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/assignment', { params: { path: { id: shop } }, signal })),
  });
}

/** Who would get the next conversation. */
export function previewQuery(shop: string, words: string, vip: boolean) {
  return queryOptions({
    queryKey: keys.preview(shop, words, vip), refetchInterval,
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}/assignment/preview', { params: { path: { id: shop }, query: { words, vip } }, signal })),
  });
}

/** Why nobody looks after a conversation yet. */
export function waitingQuery(conversation: string, enabled: boolean) {
  return queryOptions({
    queryKey: keys.waiting(conversation), refetchInterval, enabled,
    queryFn: ({ signal }) => need(client.GET('/api/conversations/{id}/assignment', { params: { path: { id: conversation } }, signal })),
  });
}

export function savePlan(shop: string, body: AssignmentPlan): Promise<AssignmentPlan> {
  return need(client.PUT('/api/shops/{id}/assignment', { params: { path: { id: shop } }, body }));
}

export type Ability = Pick<Assignee, 'takes' | 'skills' | 'languages' | 'vip' | 'capacity'>;

/** Changes what somebody can do, from the version that was read. */
export function saveMember(shop: string, member: Assignee, { takes, skills, languages, vip, capacity }: Ability): Promise<AssignmentSetting> {
  return need(client.PUT('/api/shops/{id}/assignment/member', {
    params: { path: { id: shop } }, body: { user_id: member.id, takes, skills, languages, vip, capacity, version: member.version },
  }));
}
