import { Fragment } from 'react';
import type { PlaybookFact, PlaybookForm, PlaybookReport, PlaybookStep, PlaybookTrial } from '../api/wire';
import { tOr, useT } from '../i18n';
import { own } from './api';

interface Props {
  form: PlaybookForm;
  facts: PlaybookFact[];
  report?: PlaybookReport;
  /** What a sample came to; what it passes over is pale. */
  trial?: PlaybookTrial;
  chosen: string;
  onChoose(id: string): void;
}

/** The flow as it reads: stage by stage, with what has to hold and where it leads. */
export function Flow({ form, facts, report, trial, chosen, onChoose }: Props) {
  const t = useT();
  return (
    <ol className="flow">
      {form.steps.map((each, index) => (
        <Fragment key={each.id || index}>
          {each.stage !== form.steps[index - 1]?.stage && <li className="flow-stage">{tOr(`stage.${each.stage}`, each.stage)}</li>}
          <li>
            <button type="button" className={classOf(each, report, trial)} aria-pressed={chosen === each.id} onClick={() => onChoose(each.id)}>
              <span className="flow-kind">{tOr(`guide.kind.${each.kind}`, each.kind)}{each.required && <i>*</i>}</span>
              <span className="flow-text">{own(each.text) || question(each, facts) || t('playbook.no_text')}</span>
              {each.when && <em title={each.when}>{t('playbook.only_if')} <code>{each.when}</code></em>}
              {each.branches?.map((branch, at) => <em key={at} className="flow-branch"><code>{branch.if || '…'}</code> → {name(form, branch.step)}</em>)}
              {each.go && <em className="flow-branch">→ {name(form, each.go)}</em>}
            </button>
          </li>
        </Fragment>
      ))}
    </ol>
  );
}

/** What an ask puts that has no words of its own. */
function question(step: PlaybookStep, facts: PlaybookFact[]): string {
  const fact = facts.find((each) => each.name === step.fact);
  return fact ? own(fact.ask) || own(fact.title) : step.fact ?? '';
}

function name(form: PlaybookForm, id: string): string {
  const step = form.steps.find((each) => each.id === id);
  return step ? own(step.text).slice(0, 16) || id : id;
}

function classOf(step: PlaybookStep, report?: PlaybookReport, trial?: PlaybookTrial): string {
  const wrong = report?.problems.some((each) => each.step === step.id) || report?.findings.some((each) => each.step === step.id && each.grave);
  const visit = trial?.path.find((each) => each.step === step.id);
  const passed = trial && trial.path.length > 0 && !visit?.taken;
  return ['flow-step', wrong && 'flow-wrong', passed && 'flow-passed', visit?.known && 'flow-known'].filter(Boolean).join(' ');
}
