import { instant, wall } from '../ui/time';

// Times an agent says most often, by the shop's clock.

export type QuickID = 'in_30m' | 'in_2h' | 'today_18' | 'today_24' | 'tomorrow_12';

export interface Quick {
  id: QuickID;
  due: number;
}

const minute = 60_000;

/** The choices that still lie ahead, the nearest first. */
export function quickChoices(now: number, zone: string): Quick[] {
  const today = wall(now, zone);
  const at = (days: number, hour: number) => instant({ ...today, day: today.day + days, hour, minute: 0 }, zone);
  const all: Quick[] = [
    { id: 'in_30m', due: now + 30 * minute },
    { id: 'in_2h', due: now + 120 * minute },
    { id: 'today_18', due: at(0, 18) },
    { id: 'today_24', due: at(0, 24) },
    { id: 'tomorrow_12', due: at(1, 12) },
  ];
  // A time a minute away would have passed before it is confirmed.
  return all.filter((each) => each.due > now + minute);
}

/** How far ahead a commitment may lie, in days. */
export const farthest = 90;
