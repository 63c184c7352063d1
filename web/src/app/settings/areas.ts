import type { Me } from '../../api/wire';
import { may, mayEverywhere } from '../../identity/api';

export const areas = ['shops', 'people', 'roles', 'rules', 'replies', 'playbooks', 'record', 'jobs'] as const;
export type Area = (typeof areas)[number];

const open: Record<Area, (me: Me) => boolean> = {
  shops: (me) => may(me, 'shop.manage'),
  people: (me) => may(me, 'user.manage'),
  roles: (me) => may(me, 'user.manage'),
  rules: (me) => may(me, 'team.supervise'),
  replies: (me) => may(me, 'team.supervise'),
  playbooks: (me) => may(me, 'team.supervise'),
  record: (me) => mayEverywhere(me, 'audit.read'),
  jobs: (me) => mayEverywhere(me, 'jobs.manage'),
};

/** The parts of the settings that are somebody's business. */
export function areasOf(me: Me): Area[] {
  return areas.filter((area) => open[area](me));
}
