// Days of the calendar as "2026-11-30", which know no zone.

const dayMs = 86_400_000;

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10);
}

/** The seven days from a Monday on. */
export function daysOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, n) => addDays(monday, n));
}

/** Minutes after midnight as "16:00". */
export function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Minutes after midnight of "16:00" or "8:5"; undefined for anything else. */
export function minutesOf(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found) return undefined;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  if (hours === 24 && minutes === 0) return 0;
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
