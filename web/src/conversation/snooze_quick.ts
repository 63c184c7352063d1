import { instant, wall } from '../ui/time';

// Until when one puts things off most often, by the shop's clock.

export type SnoozeID = 'in_30m' | 'in_2h' | 'today_18' | 'tomorrow_9' | 'monday_9';

export interface SnoozeChoice {
  id: SnoozeID;
  until: number;
}

const minute = 60_000;

/** The choices that still lie well ahead, the nearest first. */
export function snoozeChoices(now: number, zone: string): SnoozeChoice[] {
  const today = wall(now, zone);
  const at = (days: number, hour: number) => instant({ ...today, day: today.day + days, hour, minute: 0 }, zone);
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const all: SnoozeChoice[] = [
    { id: 'in_30m', until: now + 30 * minute },
    { id: 'in_2h', until: now + 120 * minute },
    { id: 'today_18', until: at(0, 18) },
    { id: 'tomorrow_9', until: at(1, 9) },
    { id: 'monday_9', until: at(toMonday, 9) },
  ];
  return all.filter((each, index) => each.until > now + 10 * minute && (each.id !== 'monday_9' || each.until !== all[index - 1]?.until));
}

/** How far ahead something may be put off, in days. */
export const farthest = 90;
