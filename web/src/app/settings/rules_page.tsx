import { Rules } from '../../assist/rules';
import { mayIn, useMe } from '../../identity/api';

export function RulesPage() {
  const me = useMe();
  return <Rules shops={me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'))} />;
}
