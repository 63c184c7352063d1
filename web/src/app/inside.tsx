import { lazy, Suspense } from 'react';
import { useMe } from '../identity/api';
import { Shell } from './shell';

const Choose = lazy(() => import('./doors').then((doors) => ({ default: doors.ChoosePasswordPage })));

/** The console, for who has a password of their own. */
export function Inside() {
  return useMe().provisional ? <Suspense><Choose /></Suspense> : <Shell />;
}
