import type { RuleChange } from '../api/wire';
import { useT } from '../i18n';
import { compare } from './lines';

/** What is added, changed and removed, rule by rule and line by line. */
export function Changes({ list, none }: { list: RuleChange[]; none: string }) {
  const t = useT();
  if (list.length === 0) return <p className="quiet">{none}</p>;
  const added = list.filter((each) => !each.before).length;
  const removed = list.filter((each) => !each.after).length;
  return (
    <section className="rule-changes" aria-label={t('rulepack.changes')}>
      <p>{t('rulepack.changes_count', { added, changed: list.length - added - removed, removed })}</p>
      {list.map(({ rule, before, after }) => (
        <details key={rule}>
          <summary>
            <span className="tag">{t(!before ? 'rulepack.added' : after ? 'rulepack.changed' : 'rulepack.removed')}</span> {rule ? <code>{rule}</code> : t('rulepack.heading')}
          </summary>
          <pre tabIndex={0} aria-label={rule || t('rulepack.heading')}>{compare(before, after).map(({ text, kind }, i) => <span key={i} className={`line-${kind}`}>{kind === 'new' ? '+ ' : kind === 'gone' ? '− ' : '  '}{text}{'\n'}</span>)}</pre>
        </details>
      ))}
    </section>
  );
}
