import { Rules } from '../../assist/rules';

export function RulesPage() {
  return <Rules />;
}
