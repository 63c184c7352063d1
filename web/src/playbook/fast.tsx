import type { UseMutationResult } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import type { GuideStep, RunFact, RunStep } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { own, type Change } from './api';
import { FactField } from './fact_field';
import type { Shown } from './following';

interface Props extends Shown {
  save: UseMutationResult<unknown, Error, Change>;
  onClose(): void;
}

const reasons = ['already_done', 'not_applicable', 'buyer_declined', 'urgent'] as const;
/** What is made elsewhere stays in the list: it is done when it was made. */
const made = ['ticket', 'commit', 'approve', 'handoff', 'close'];

/** The fast lane of normal and low cases: all that is open, in one form. */
export default function Fast({ run, save, onClose }: Props) {
  const t = useT();
  const [facts, setFacts] = useState<Record<string, string>>({});
  const [ticked, setTicked] = useState<string[]>([]);
  const [skipped, setSkipped] = useState<Record<string, string>>({});
  const open = run.steps.filter((each) => each.here && each.state !== 'done' && each.state !== 'skipped');
  const here = open.filter((each) => !made.includes(each.kind));
  const later = open.filter((each) => made.includes(each.kind) && each.kind !== 'close');
  const steps: RunStep[] = [
    ...ticked.map((id): RunStep => ({ id, state: 'done', got: here.find((each) => each.id === id)?.items ?? undefined })),
    ...Object.entries(skipped).filter(([, reason]) => reason).map(([id, reason]): RunStep => ({ id, state: 'skipped', reason })),
  ];
  const found: RunFact[] = Object.entries(facts).filter(([, value]) => value).map(([name, value]) => ({ name, value }));
  const submit = () => save.mutate({ steps, facts: found }, { onSuccess: onClose });
  return (
    <Dialog title={t('guide.fast')} ok={t('guide.fast_ok')} width={640} busy={save.isPending} disabled={steps.length + found.length === 0} onOk={submit} onClose={onClose}>
      <p className="quiet">{t('guide.fast_hint')}</p>
      <ul className="guide-fast">
        {here.map((step) => (
          <li key={step.id}>
            {step.kind === 'ask'
              ? <Asked run={run} step={step} value={facts[step.fact ?? ''] ?? ''} onChange={(value) => setFacts({ ...facts, [step.fact ?? '']: value })} />
              : (
                <Checkbox checked={ticked.includes(step.id)} onChange={({ target }) => setTicked(target.checked ? [...ticked, step.id] : ticked.filter((each) => each !== step.id))}>
                  <b>{tOr(`guide.kind.${step.kind}`, step.kind)}</b> {own(step.text)}{step.required && <i>*</i>}
                </Checkbox>
              )}
            {step.kind !== 'ask' && !ticked.includes(step.id) && (
              <Select
                size="small" allowClear variant="borderless" aria-label={t('guide.skip_why')} placeholder={t('guide.skip')} popupMatchSelectWidth={false} value={skipped[step.id] || undefined}
                options={reasons.map((each) => ({ value: each, label: t(`guide.reason.${each}`) }))} onChange={(reason?: string) => setSkipped({ ...skipped, [step.id]: reason ?? '' })}
              />
            )}
          </li>
        ))}
      </ul>
      {later.length > 0 && <p className="quiet">{t('guide.fast_later', { what: later.map((each) => tOr(`guide.kind.${each.kind}`, each.kind)).join(t('need.and')) })}</p>}
    </Dialog>
  );
}

function Asked({ run, step, value, onChange }: Pick<Props, 'run'> & { step: GuideStep; value: string; onChange(value: string): void }) {
  const fact = run.facts.find((each) => each.name === step.fact);
  if (!fact) return null;
  return (
    <div className="guide-answer guide-answer-row">
      <label>{own(fact.title)}</label>
      <FactField fact={fact} label={own(fact.title)} value={value} onChange={onChange} />
    </div>
  );
}
