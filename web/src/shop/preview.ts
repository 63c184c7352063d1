import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Plan } from '../api/wire';
import { useNow } from '../ui/clock';
import { instant, wall } from '../ui/time';
import { previewQuery } from './api';
import { same } from './hours';
import { mondayOf, shifted } from './special';

const pause = 300;
const minute = 60_000;
/** How many weeks are shown at once. */
export const weeks = 5;
/** The number of workdays that stands as an example. */
export const workdays = 3;

/** A value once it has stayed the same for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (same(value, settled)) return;
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled;
}

/** The date that clocks in a zone show, as 2006-01-02. */
export function dateIn(ms: number, zone: string): string {
  const { year, month, day } = wall(ms, zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** What somebody picked in a field for date and time, as an instant. */
function picked(text: string, zone: string): number | undefined {
  const found = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(text)?.slice(1).map(Number);
  return found && instant({ year: found[0]!, month: found[1]!, day: found[2]!, hour: found[3]!, minute: found[4]! }, zone);
}

/** What hours mean as they are being written: for now, or for a time that one picks. */
export function usePreview(plan: Plan, answerMinutes: number) {
  const now = Math.floor(useNow() / minute) * minute;
  const [time, setTime] = useState('');
  const [page, setPage] = useState(0);
  const hours = useSettled(plan);
  const at = picked(time, hours.zone) ?? now;
  const today = dateIn(now, hours.zone);
  const from = shifted(mondayOf(dateIn(at, hours.zone)), page * weeks * 7);
  const choose = (text: string) => {
    setPage(0);
    setTime(text);
  };
  const asked = useQuery(previewQuery({ hours, from, days: weeks * 7, at: new Date(at).toISOString(), answer_minutes: answerMinutes, workdays }));
  return { asked, at, now, today, zone: hours.zone, time, setTime: choose, page, setPage, fresh: same(plan, hours) && !asked.isFetching };
}

export type Preview = ReturnType<typeof usePreview>;
