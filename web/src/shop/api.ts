import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { client, need } from '../api/client';
import type { Department, Plan, Shop, ShopSettings } from '../api/wire';
import { meQuery } from '../identity/api';
import { departmentsQuery } from '../identity/people_api';

const shopsKey = ['shops'] as const;

export const shopsQuery = infiniteQueryOptions({
  queryKey: [...shopsKey, 'list'],
  queryFn: ({ pageParam, signal }) => need(client.GET('/api/shops', { params: { query: { after: pageParam || undefined } }, signal })),
  initialPageParam: '',
  getNextPageParam: (page) => page.next || undefined,
});

export function shopQuery(id: string) {
  return queryOptions({
    queryKey: [...shopsKey, id],
    queryFn: ({ signal }) => need(client.GET('/api/shops/{id}', { params: { path: { id } }, signal })),
  });
}

/** After a shop was made, changed, or found changed: who is signed in sees its name and zone too. */
export function useShopsChanged(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () => Promise.all([cache.invalidateQueries({ queryKey: shopsKey }), cache.invalidateQueries({ queryKey: meQuery.queryKey })]);
}

export function createShop(name: string, shopKey: string, key: string): Promise<Shop> {
  return need(client.POST('/api/shops', { params: { header: { 'Idempotency-Key': key } }, body: { name, ...(shopKey ? { key: shopKey } : {}) } }));
}

/** What of a shop is to be other than it is. */
export interface ShopChange {
  name?: string;
  hours?: Plan;
  settings?: ShopSettings;
}

export function updateShop({ id, version, name }: Shop, change: ShopChange): Promise<Shop> {
  return need(client.PATCH('/api/shops/{id}', { params: { path: { id } }, body: { name, ...change, version } }));
}

export function useDepartmentsChanged(shop: string): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: departmentsQuery(shop).queryKey });
}

export const departmentKinds = ['warehouse', 'logistics', 'finance', 'quality', 'legal', 'operations', 'other'] as const;

export interface DepartmentDraft {
  name: string;
  kind: Department['kind'];
  hours: Plan;
}

export function createDepartment(shop: string, body: DepartmentDraft, key: string): Promise<Department> {
  return need(client.POST('/api/shops/{id}/departments', { params: { path: { id: shop }, header: { 'Idempotency-Key': key } }, body }));
}

export function updateDepartment({ id, version }: Department, body: DepartmentDraft): Promise<Department> {
  return need(client.PATCH('/api/departments/{id}', { params: { path: { id } }, body: { ...body, version } }));
}

export interface Question {
  hours: Plan;
  /** First of the days to show, 2006-01-02. */
  from: string;
  days: number;
  at: string;
  answer_minutes: number;
  workdays: number;
}

/** What opening hours mean, saved or not. */
export function previewQuery(question: Question) {
  return queryOptions({
    queryKey: ['hours-preview', question],
    queryFn: ({ signal }) => need(client.POST('/api/hours/preview', { body: question, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
}
