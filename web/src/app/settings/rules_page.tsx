import { useMe } from '../../identity/api';
import { RulesPage as Page } from '../../rulepack/page';
import { zoneOf } from '../shops';

export function RulesPage() {
  return <Page zone={zoneOf(useMe())} />;
}
