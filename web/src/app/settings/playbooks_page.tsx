import { useMe } from '../../identity/api';
import { PlaybooksPage as Page } from '../../playbook/page';
import { zoneOf } from '../shops';

export function PlaybooksPage() {
  return <Page zone={zoneOf(useMe())} />;
}
