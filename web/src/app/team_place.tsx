import { may, useMe } from '../identity/api';
import { TeamPage } from '../team/page';
import { usePrefs } from './prefs';
import { zoneOf } from './shops';

/** The page of the team, for the shops that are shown. */
export function TeamPlace() {
  const me = useMe();
  const { shop } = usePrefs();
  return <TeamPage shop={shop} zone={zoneOf(me)} supervises={may(me, 'team.supervise')} />;
}
