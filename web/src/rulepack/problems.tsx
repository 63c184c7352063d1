import type { RuleProblem } from '../api/wire';
import { useT } from '../i18n';

/** What keeps a pack from being published, and where. */
export function Problems({ list }: { list: RuleProblem[] }) {
  const t = useT();
  if (list.length === 0) return null;
  return (
    <div className="rule-problems" role="alert">
      <b>{t('rulepack.problems', { n: list.length })}</b>
      <ul>
        {list.map(({ line, rule, why }, i) => (
          <li key={i}>{line > 0 && <b>{t('rulepack.line', { n: line })}</b>} {why} {rule && <code>{rule}</code>}</li>
        ))}
      </ul>
    </div>
  );
}
