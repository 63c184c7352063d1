import type { UseMutationResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { GuideStep, RunStep } from '../api/wire';
import { draftOf } from '../conversation/draft';
import { tOr, useT } from '../i18n';
import { useMe } from '../identity/api';
import { own, type Change } from './api';
import { SkipChips } from './skip';
import { AskStep } from './step_ask';
import { CloseStep } from './step_close';
import { DecideStep } from './step_decide';
import { EvidenceStep } from './step_evidence';
import { LookupStep } from './step_lookup';
import { MakeStep } from './step_make';
import type { Shown } from './following';
import { putWords } from './spoken';
import { spoken } from './words';

export interface StepProps extends Shown {
  step: GuideStep;
  save: UseMutationResult<unknown, Error, Change>;
  /** Ends looking at this step out of turn. */
  onDone(): void;
}

/** The step that is to be done now. */
export function StepNow(props: StepProps) {
  const t = useT();
  const { step } = props;
  const [skipping, setSkipping] = useState(false);
  return (
    <div className={`guide-now guide-now-${step.kind}`}>
      <p className="guide-kind">
        {tOr(`guide.kind.${step.kind}`, step.kind)}
        {step.act && <em>{tOr(`guide.act.${step.act}`, step.act)}</em>}
        {step.required && <em>{t('guide.required')}</em>}
      </p>
      <Body {...props} onSkip={() => setSkipping(!skipping)} />
      {skipping && <SkipChips step={step} onSkip={(reason, note) => props.save.mutate({ steps: [{ id: step.id, state: 'skipped', reason, note }] }, { onSuccess: props.onDone })} />}
    </div>
  );
}

function Body(props: StepProps & { onSkip(): void }) {
  const { step, save, onDone, onSkip } = props;
  const mark = (what: Partial<RunStep> = {}, facts?: Change['facts']) =>
    save.mutate({ steps: [{ id: step.id, state: 'done', ...what }], facts }, { onSuccess: onDone });
  const skip = step.kind === 'close' ? null : <SkipButton onSkip={onSkip} />;
  const shared = { ...props, mark, skip };
  switch (step.kind) {
    case 'say': return <SayStep {...shared} />;
    case 'ask': return <AskStep {...shared} />;
    case 'lookup': return <LookupStep {...shared} />;
    case 'decide': return <DecideStep {...shared} />;
    case 'evidence': return <EvidenceStep {...shared} />;
    case 'close': return <CloseStep {...shared} />;
    default: return <MakeStep {...shared} />;
  }
}

export interface BodyProps extends StepProps {
  /** Marks the step, as done if nothing else is said, and takes facts down with it. */
  mark(what?: Partial<RunStep>, facts?: Change['facts']): void;
  skip: React.ReactNode;
}

function SkipButton({ onSkip }: { onSkip(): void }) {
  const t = useT();
  return <Button size="small" type="text" onClick={onSkip}>{t('guide.skip')}</Button>;
}

/** Puts words into the answer, and remembers whose they are. */
export function usePut({ detail, step }: StepProps): (words: string) => void {
  const me = useMe();
  return (words) => {
    const { id, head_seq: head } = detail.conversation;
    draftOf(me.id, id).giveBack(words, []);
    putWords(id, step.id, head);
  };
}

function SayStep(props: BodyProps) {
  const t = useT();
  const { step, english, guide, save, mark, skip } = props;
  const put = usePut(props);
  const words = spoken(step, english, guide.restatement);
  return (
    <>
      <p className="guide-words">{words}</p>
      <div className="guide-acts">
        <Button size="small" type="primary" onClick={() => put(words)}>{t('guide.put')}</Button>
        <Button size="small" loading={save.isPending} onClick={() => mark()}>{t('guide.said')}</Button>
        {skip}
      </div>
    </>
  );
}

/** What the agent reads of a step. */
export function Told({ step }: { step: GuideStep }) {
  return <p className="guide-told">{own(step.text)}</p>;
}
