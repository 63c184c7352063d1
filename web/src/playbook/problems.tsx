import type { PlaybookReport } from '../api/wire';
import { useT } from '../i18n';
import { own } from './api';

/** What keeps a playbook from being published, each with its place; for one step, or for the whole. */
export function Problems({ report, step, onStep }: { report: PlaybookReport; step?: string; onStep?: (id: string) => void }) {
  const t = useT();
  const problems = report.problems.filter((each) => step === undefined || each.step === step);
  const findings = report.findings.filter((each) => step === undefined || each.step === step);
  if (problems.length + findings.length === 0) return null;
  const place = (each: { step: string; line?: number }) => step === undefined && (
    each.step && onStep
      ? <button type="button" onClick={() => onStep(each.step)}>{each.step}</button>
      : <span>{[each.line ? t('playbook.line', { n: each.line }) : '', each.step].filter(Boolean).join(' · ')}</span>
  );
  return (
    <ul className="playbook-problems" aria-live="polite">
      {problems.map((each, index) => <li key={index} className="playbook-wrong">{place(each)} {own(each.says)}</li>)}
      {findings.map((each, index) => <li key={`f${index}`} className={each.grave ? 'playbook-wrong' : 'playbook-mind'}>{place(each)} “{each.text}” {each.message}{each.better && ` · ${each.better}`}</li>)}
    </ul>
  );
}
