import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Robot, RobotLine } from '../api/wire';

export const events = ['new', 'soon', 'due', 'overdue', 'handed_back', 'withdrawn', 'buyer_answered'] as const;
export const kinds = ['wecom', 'dingtalk', 'feishu'] as const;

/** What people say about a robot. */
export interface RobotDraft {
  kind: Robot['kind'];
  department_id: string;
  name: string;
  language: Robot['language'];
  hears: Robot['hears'];
  /** Empty keeps the one that there is, and the secret with it. */
  address: string;
  secret: string;
}

const keys = {
  of: (shop: string) => ['robots', shop] as const,
  lines: (id: string) => ['robots', 'lines', id] as const,
};

export function robotsQuery(shop: string) {
  return queryOptions({
    queryKey: keys.of(shop),
    queryFn: ({ signal }): Promise<{ items: Robot[] }> => need(client.GET('/api/shops/{id}/robots', { params: { path: { id: shop } }, signal })),
    refetchInterval: 20_000,
  });
}

export function linesQuery(id: string) {
  return queryOptions({
    queryKey: keys.lines(id),
    queryFn: ({ signal }): Promise<{ items: RobotLine[] }> => need(client.GET('/api/robots/{id}/lines', { params: { path: { id } }, signal })),
  });
}

export function useRobotsChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['robots'] });
}

export function createRobot(shop: string, body: RobotDraft, key: string): Promise<Robot> {
  return need(client.POST('/api/shops/{id}/robots', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function updateRobot({ id, version }: Robot, { kind: _, ...draft }: RobotDraft): Promise<Robot> {
  return need(client.PATCH('/api/robots/{id}', { params: { path: { id } }, body: { ...draft, version } }));
}

export function pauseRobot({ id, version }: Robot, silent: boolean): Promise<Robot> {
  return need(client.POST('/api/robots/{id}/pause', { params: { path: { id } }, body: { version, silent } }));
}

export function testRobot({ id }: Robot): Promise<Robot> {
  return need(client.POST('/api/robots/{id}/test', { params: { path: { id } } }));
}

export function removeRobot({ id, version }: Robot): Promise<unknown> {
  return need(client.POST('/api/robots/{id}/remove', { params: { path: { id } }, body: { version } }));
}
