import { lazy, Suspense } from 'react';

// A calendar is heavy, so it comes when it is needed.
const Picker = lazy(() => import('./picker'));

interface Props {
  id: string;
  zone: string;
  /** How far ahead one may go, in days. */
  days: number;
  /** "2026-11-23 18:00" by the clock of zone; empty when it was cleared. */
  onPick(wallTime: string): void;
}

/** Any time in the days to come, by the clock of zone. A new key empties it. */
export function PickTime(props: Props) {
  return <Suspense fallback={<div className="picker-space" />}><Picker {...props} /></Suspense>;
}
