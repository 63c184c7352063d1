import type { PolicyDecision, PolicyOffer, PolicyTerms } from '../api/wire';
import { listed, tOr, useT } from '../i18n';
import { rangeOf, remedyName } from './words';

/** What may be offered, and why. */
export function Decision({ decision, terms }: { decision: PolicyDecision; terms: PolicyTerms }) {
  const t = useT();
  const { remedies, freight, deadlines, findings, duties, burden } = decision;
  const says = [...findings, ...burden, ...duties];
  return (
    <div className="policy-decision">
      {remedies.length === 0 && <p className="quiet">{t('policy.nothing')}</p>}
      <ul className="policy-offers">{remedies.map((each) => <Offer key={each.remedy} offer={each} terms={terms} />)}</ul>
      {freight.by && <p><b>{t('policy.freight')}</b> {tOr(`policy.freight.${freight.by}`, freight.by)}</p>}
      {deadlines.map((each) => (
        <p key={each.row + each.name}><b>{each.name}</b> {each.until ? t('policy.until', { day: each.until }) : t('policy.within', { n: each.n, unit: each.unit, from: each.from })}</p>
      ))}
      {says.length > 0 && <ul className="policy-says">{says.map((each) => <li key={each.row + each.says}>{each.says}</li>)}</ul>}
      <Reasons decision={decision} />
      {decision.problems && decision.problems.length > 0 && <p className="form-error">{t('policy.conflicting', { rows: listed(decision.problems) })}</p>}
    </div>
  );
}

function Offer({ offer, terms }: { offer: PolicyOffer; terms: PolicyTerms }) {
  const t = useT();
  const approval = terms.approvals.find((each) => each.code === offer.approval);
  return (
    <li>
      <span className={`policy-tag policy-tag-${offer.state}`}>{tOr(`policy.state.${offer.state}`, offer.state)}</span>
      <b>{remedyName(terms, offer.remedy)}</b>
      <span>{rangeOf(offer)}</span>
      {offer.approval && approval && <span className="policy-tag">{t('policy.needs', { who: approval.zh })}</span>}
      {offer.note && <em className="quiet">{offer.note}</em>}
    </li>
  );
}

/** Each row that holds, with its article and its permanent name. */
function Reasons({ decision }: { decision: PolicyDecision }) {
  const t = useT();
  if (decision.reasons.length === 0) return null;
  return (
    <details className="policy-reasons">
      <summary>{t('policy.reasons', { n: decision.reasons.length })}</summary>
      <ol>
        {decision.reasons.map((each) => (
          <li key={each.ref}>
            <b>{each.name}</b> {each.article && <span>{each.article}</span>}
            <p className="quiet">{each.because.join(' · ') || t('policy.any')} → {each.gives.join(' · ') || '—'} <code>{each.ref}</code></p>
          </li>
        ))}
      </ol>
    </details>
  );
}
