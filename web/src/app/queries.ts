import { QueryClient } from '@tanstack/react-query';
import { statusOf } from '../api/problem';

/** Only what may pass by itself is tried again: no answer, or a server in trouble. */
function worthRetrying(count: number, error: unknown): boolean {
  const status = statusOf(error);
  return count < 2 && (status === 0 || status >= 500);
}

export const queries = new QueryClient({
  defaultOptions: {
    // The browser's idea of being online is no reason not to ask.
    queries: { retry: worthRetrying, networkMode: 'always', gcTime: 10 * 60_000 },
    mutations: { networkMode: 'always' },
  },
});
