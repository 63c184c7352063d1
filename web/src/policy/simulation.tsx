import { Button, Input } from 'antd';
import { useState } from 'react';
import type { PolicySimulation, PolicyTerms } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { money } from '../ui/money';
import { Problem } from '../ui/problem';
import { rangeOf, remedyName } from './words';

interface Props {
  result: PolicySimulation;
  terms: PolicyTerms;
  busy: boolean;
  error: unknown;
  onPublish(from: string, note: string): void;
}

const signed = (fen: number) => (fen > 0 ? `+${money(fen)}` : fen < 0 ? `-${money(-fen)}` : '¥0');

/** What a draft would have changed on past cases, and its publication. */
export function Simulation({ result, terms, busy, error, onPublish }: Props) {
  const t = useT();
  const [from, setFrom] = useState('');
  const [note, setNote] = useState('');
  return (
    <section className="policy-simulation" aria-label={t('policy.simulation')}>
      <h3>{t('policy.simulation')}</h3>
      <p>
        {t('policy.simulated', { cases: result.cases, more: result.more ? '+' : '', changed: result.changed })}
        {result.skipped > 0 && ` ${t('policy.skipped', { n: result.skipped })}`}
      </p>
      <dl className="policy-sums">
        <div><dt>{t('policy.before')}</dt><dd>{money(result.old_fen)}</dd></div>
        <div><dt>{t('policy.after')}</dt><dd>{money(result.new_fen)}</dd></div>
        <div className={result.new_fen > result.old_fen ? 'policy-more' : ''}><dt>{t('policy.difference')}</dt><dd>{signed(result.new_fen - result.old_fen)}</dd></div>
        <div><dt>{t('policy.refunded')}</dt><dd>{money(result.refunded)}</dd></div>
      </dl>
      <p className="quiet">{t('policy.sum_hint')} {t('policy.open_cases', { before: result.old_open, after: result.new_open })}</p>
      {result.remedies.length > 0 && <Sums result={result} terms={terms} />}
      {result.changes.length > 0 && <Changes result={result} terms={terms} />}
      <Granted granted={result.granted} terms={terms} />
      <form className="policy-publish" onSubmit={(event) => (event.preventDefault(), onPublish(from, note))}>
        <Field label={t('policy.from')} hint={t('policy.from_hint')}>{(id) => <Input id={id} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label={t('policy.why')}>{(id) => <Input id={id} maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />}</Field>
        <Button type="primary" htmlType="submit" loading={busy}>{t('policy.publish')}</Button>
      </form>
      <Problem error={error} />
    </section>
  );
}

/** What was really given, and what it would have been. */
function Granted({ granted, terms }: { granted: PolicySimulation['granted']; terms: PolicyTerms }) {
  const t = useT();
  const { claims, old_fen: old, new_fen: fresh } = granted;
  if (claims === 0) return <p className="quiet policy-granted">{t('policy.granted_none')}</p>;
  return (
    <section className="policy-granted" aria-label={t('policy.granted')}>
      <h3>{t('policy.granted')}</h3>
      <p>{t('policy.granted_sum', { n: claims, more: granted.more ? '+' : '', changed: granted.changed })}</p>
      <dl className="policy-sums">
        <div><dt>{t('policy.granted_then')}</dt><dd>{money(old)}</dd></div>
        <div><dt>{t('policy.after')}</dt><dd>{money(fresh)}</dd></div>
        <div className={fresh > old ? 'policy-more' : ''}><dt>{t('policy.difference')}</dt><dd>{signed(fresh - old)}</dd></div>
      </dl>
      <p className="quiet">
        {t('policy.granted_hint')}
        {granted.unasked > 0 && ` ${t('policy.granted_unasked', { n: granted.unasked })}`}
        {granted.open > 0 && ` ${t('policy.granted_open', { n: granted.open })}`}
      </p>
      {granted.changes.length > 0 && (
        <details>
          <summary>{t('policy.granted_changes', { n: granted.changed })}</summary>
          <table className="list-table policy-changes"><tbody>
            {granted.changes.slice(0, 20).map((each) => (
              <tr key={each.claim_id}><td><b>{each.number}</b> {remedyName(terms, each.remedy)}</td><td>{money(each.old_fen)}</td><td>{money(each.new_fen)}</td><td>{signed(each.new_fen - each.old_fen)}</td></tr>
            ))}
          </tbody></table>
        </details>
      )}
    </section>
  );
}

function Sums({ result, terms }: { result: PolicySimulation; terms: PolicyTerms }) {
  const t = useT();
  return (
    <table className="list-table">
      <thead><tr><th>{t('policy.remedy')}</th><th>{t('policy.before')}</th><th>{t('policy.after')}</th></tr></thead>
      <tbody>
        {result.remedies.map((each) => (
          <tr key={each.remedy}><td>{remedyName(terms, each.remedy)}</td><td>{t('policy.cases_sum', { n: each.old_cases, money: money(each.old_fen) })}</td><td>{t('policy.cases_sum', { n: each.new_cases, money: money(each.new_fen) })}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

function Changes({ result, terms }: { result: PolicySimulation; terms: PolicyTerms }) {
  const t = useT();
  const offers = (all: PolicySimulation['changes'][number]['old']) => all.map((each) => `${remedyName(terms, each.remedy)} ${rangeOf(each)}`).join(' · ') || '—';
  return (
    <details open>
      <summary>{t('policy.changed_cases', { n: result.changed })}</summary>
      <table className="list-table policy-changes">
        <tbody>
          {result.changes.slice(0, 20).map((each) => (
            <tr key={each.case_id}><td><b>{each.number}</b> {tOr(`scenario.${each.scenario}`, each.scenario)}</td><td>{offers(each.old)}</td><td>{offers(each.new)}</td><td>{signed(each.difference)}</td></tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
