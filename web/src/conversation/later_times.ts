import { instant, wall } from '../ui/time';

// Times to send something at, by the shop's clock.

export type QuickTime = 'in_30m' | 'in_1h' | 'today_18' | 'tomorrow_9';

const minute = 60_000;

/** The choices that lie ahead, to the minute, so that they stay the same while they are looked at. */
export function quickTimes(now: number, zone: string): { id: QuickTime; at: number }[] {
  const today = wall(now, zone);
  const full = Math.ceil(now / (5 * minute)) * 5 * minute;
  const at = (days: number, hour: number) => instant({ ...today, day: today.day + days, hour, minute: 0 }, zone);
  const all: { id: QuickTime; at: number }[] = [
    { id: 'in_30m', at: full + 30 * minute },
    { id: 'in_1h', at: full + 60 * minute },
    { id: 'today_18', at: at(0, 18) },
    { id: 'tomorrow_9', at: at(1, 9) },
  ];
  return all.filter((each) => each.at > now + minute);
}

/** How far ahead something may be sent, in days. */
export const farthest = 30;
