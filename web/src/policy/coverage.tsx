import type { PolicyCoverage, PolicyExample } from '../api/wire';
import { listed, useT } from '../i18n';

/** What a table leaves open, and what it says twice, each with a matter that shows it. */
export function Coverage({ cover }: { cover: PolicyCoverage }) {
  const t = useT();
  const { gaps, overlaps, hidden } = cover;
  if (gaps.length + overlaps.length + hidden.length === 0) return <p className="policy-fine">{t('policy.covered')}</p>;
  return (
    <div className="policy-cover" role="status">
      {gaps.length > 0 && (
        <details open>
          <summary>{t('policy.gaps', { n: gaps.length, more: cover.complete ? '' : '+' })}</summary>
          <ul>{gaps.map((gap, at) => <li key={at}><Example example={gap.example} /></li>)}</ul>
        </details>
      )}
      {overlaps.length > 0 && (
        <details open>
          <summary>{t('policy.overlaps', { n: overlaps.length })}</summary>
          <ul>{overlaps.map((each, at) => <li key={at}><b>{each.rows.join(' × ')}</b> {each.maybe && <em>{t('policy.maybe')}</em>} <Example example={each.example} /></li>)}</ul>
        </details>
      )}
      {hidden.length > 0 && <p>{t('policy.hidden', { rows: listed(hidden) })}</p>}
    </div>
  );
}

function Example({ example }: { example: PolicyExample[] }) {
  const t = useT();
  const said = example.filter((each) => each.span !== '');
  return <>{said.length === 0 ? t('policy.any') : said.map((each) => `${each.name} ${each.span}`).join(' · ')}<span className="quiet"> {t('policy.example', { value: listed(example.map((each) => `${each.name} = ${each.value}`)) })}</span></>;
}
