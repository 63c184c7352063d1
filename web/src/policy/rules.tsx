import type { PolicyRule, PolicyTerms } from '../api/wire';
import { useT } from '../i18n';

/** The rows of the law and of platforms, to be read; those that wait for counsel are off. */
export function Rules({ terms }: { terms: PolicyTerms }) {
  const t = useT();
  return (
    <>
      {(['statutory', 'platform'] as const).map((layer) => (
        <section key={layer} className="settings-part">
          <h2>{t(`policy.layer.${layer}`)}</h2>
          <p className="quiet">{t(`policy.layer.${layer}_hint`)}</p>
          <ul className="policy-rules">
            {terms.rules.filter((each) => each.layer === layer && !each.off).map((each) => <Rule key={each.id} rule={each} />)}
          </ul>
          <h3>{t('policy.for_counsel')}</h3>
          <ul className="policy-rules policy-off">
            {terms.rules.filter((each) => each.layer === layer && each.off).map((each) => <Rule key={each.id} rule={each} />)}
          </ul>
        </section>
      ))}
    </>
  );
}

function Rule({ rule }: { rule: PolicyRule }) {
  const t = useT();
  return (
    <li id={`rule-${rule.id}`}>
      <b>{rule.name}</b> {rule.off && <span className="policy-tag policy-tag-verify">{t('policy.counsel')}</span>} {rule.from && <span className="quiet">{t('policy.since', { day: rule.from })}</span>}
      <p>{rule.article}</p>
      <p className="quiet">{rule.if.join(' · ')} → {rule.gives.join(' · ')} <code>{rule.layer}/{rule.id}</code></p>
      {rule.doubt && <p className="policy-doubt">{rule.doubt}</p>}
    </li>
  );
}
