import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';
import type { GuideStep, RunFact, RunStep } from '../api/wire';
import { evidenceQuery } from '../evidence/api';
import { tOr, useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { own } from './api';
import { FactField } from './fact_field';
import { FastRow } from './fast_row';
import type { Shown } from './following';
import { MadeAlready } from './made';
import type { BodyProps, StepProps } from './step';
import { Make } from './step_make';
import { lineOf } from './words';

interface Props extends Shown {
  save: StepProps['save'];
  onClose(): void;
  /** All was taken down, and the buyer is to be asked for the outcome. */
  onAsk(): void;
}

/** What is made elsewhere is done when it was made. */
const made = ['ticket', 'commit', 'approve', 'handoff'];

/** The fast lane of normal and low cases: all that is open, in one form. */
export default function Fast(props: Props) {
  const t = useT();
  const { run, guide, save, onClose, onAsk } = props;
  const [facts, setFacts] = useState<Record<string, string>>({});
  const [done, setDone] = useState<Record<string, RunStep>>({});
  const [asks, setAsks] = useState(false);
  const { data: evidence } = useQuery(evidenceQuery(guide.case_id));
  const open = run.steps.filter((each) => each.here && each.kind !== 'close' && each.state !== 'done' && each.state !== 'skipped');
  const here = open.filter((each) => !made.includes(each.kind));
  const later = open.filter((each) => made.includes(each.kind));
  const steps = Object.values(done).filter(({ id }) => open.some((each) => each.id === id));
  const found: RunFact[] = Object.entries(facts).filter(([, value]) => value).map(([name, value]) => ({ name, value }));
  const left = open.filter((each) => each.required && !done[each.id] && !(each.fact && facts[each.fact]));
  const take = (id: string, step?: RunStep) => setDone((before) => {
    const rest = Object.fromEntries(Object.entries(before).filter(([name]) => name !== id));
    return step ? { ...rest, [id]: step } : rest;
  });
  const submit = () => save.mutate({ steps, facts: found }, { onSuccess: () => (asks ? onAsk() : onClose()) });
  return (
    <Dialog title={t('guide.fast')} ok={t(asks ? 'guide.fast_ask' : 'guide.fast_ok')} width={720} busy={save.isPending} disabled={steps.length + found.length === 0 && !asks} onOk={submit} onClose={onClose}>
      <p className="quiet">{t('guide.fast_hint')}</p>
      <ul className="guide-fast">
        {here.map((step) => (
          <FastRow key={step.id} step={step} words={lineOf(step, guide.restatement)} run={run} evidence={evidence} value={done[step.id]} onChange={(next) => take(step.id, next)}>
            {step.kind === 'ask' && <Asked {...props} step={step} value={facts[step.fact ?? ''] ?? ''} onChange={(value) => setFacts({ ...facts, [step.fact ?? '']: value })} />}
          </FastRow>
        ))}
        {later.map((step) => (
          <FastRow key={step.id} step={step} words={lineOf(step, guide.restatement)} run={run} value={done[step.id]} onChange={(next) => take(step.id, next)}>
            <Later {...props} step={step} />
          </FastRow>
        ))}
      </ul>
      {left.length > 0 && <p className="guide-owed" role="status">{t('guide.fast_left', { n: left.length })}</p>}
      <Checkbox checked={asks} onChange={({ target }) => setAsks(target.checked)}>{t('guide.fast_then')}</Checkbox>
    </Dialog>
  );
}

/** What has to be made: from here, with its own form. */
function Later(props: Props & { step: GuideStep }) {
  const { step, save } = props;
  const body: BodyProps = { ...props, onDone: () => undefined, skip: null, mark: (what = {}) => save.mutate({ steps: [{ id: step.id, state: 'done', ...what }] }) };
  return (
    <div>
      <p>{lineOf(step, props.guide.restatement)}</p>
      <MadeAlready {...body} />
      <div className="guide-acts"><Make {...body} /></div>
    </div>
  );
}

function Asked({ run, step, value, onChange }: Pick<Props, 'run'> & { step: GuideStep; value: string; onChange(value: string): void }) {
  const fact = run.facts.find((each) => each.name === step.fact);
  if (!fact) return null;
  return (
    <div className="guide-answer guide-answer-row">
      <label title={own(step.text)}>{own(fact.title)}</label>
      <FactField fact={fact} label={own(fact.title)} value={value} onChange={onChange} />
      {step.state === 'put' && <em>{tOr('guide.state.put', '')}</em>}
    </div>
  );
}
