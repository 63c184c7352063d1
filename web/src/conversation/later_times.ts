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

/** "2026-11-23T18:00", as a browser's field for times has it, by the clock of zone. */
export function toLocal(ms: number, zone: string): string {
  const at = wall(ms, zone);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.year}-${two(at.month)}-${two(at.day)}T${two(at.hour)}:${two(at.minute)}`;
}

export function parseLocal(text: string, zone: string): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (!found) return null;
  const [year, month, day, hour, minutes] = found.slice(1).map(Number) as [number, number, number, number, number];
  return instant({ year, month, day, hour, minute: minutes }, zone);
}
