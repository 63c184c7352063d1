import { expect, it } from 'vitest';
import type { QueueItem } from '../api/wire';
import { gravity } from './queue_heard';

const row = (open: string, heard: string) => ({ case: open && { severity: open }, heard: heard && { severity: heard } }) as unknown as QueueItem;

it('is as grave as the graver of case and words', () => {
  expect([row('normal', 'critical'), row('high', 'low'), row('', 'high'), row('low', ''), row('', '')].map(gravity)).toEqual(['critical', 'high', 'high', 'low', '']);
});
