import { queries } from './queries';
import { router } from './router';

const doors = ['/sign-in', '/setup'];

/** To the sign-in page, from which one comes back to where one was. */
export function leave(): void {
  const { pathname, href } = router.state.location;
  if (doors.includes(pathname)) return;
  const back = pathname === '/' ? undefined : href;
  void router.navigate({ to: '/sign-in', search: { back } }).then(() => queries.clear());
}

/** As leave, when the person wanted to go: the next one starts afresh. */
export function goodbye(): void {
  void router.navigate({ to: '/sign-in', search: {} }).then(() => queries.clear());
}
