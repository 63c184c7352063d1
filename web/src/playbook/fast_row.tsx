import { CloseOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Evidence, GuideStep, PlaybookRun, RunStep } from '../api/wire';
import { tOr, useT } from '../i18n';
import { own } from './api';
import { SkipChips } from './skip';

interface Props {
  step: GuideStep;
  run: PlaybookRun;
  /** What it says, in one line. */
  words: string;
  evidence?: Evidence;
  /** What will be taken down of it; none as long as nothing was said. */
  value?: RunStep;
  onChange(next?: RunStep): void;
  /** What stands there instead of a tick. */
  children?: ReactNode;
}

/** One step of the form: ticked, answered, or passed over with a reason. */
export function FastRow(props: Props) {
  const t = useT();
  const { step, words, value, onChange, children } = props;
  const [skipping, setSkipping] = useState(false);
  const skipped = value?.state === 'skipped';
  const skip = (reason: string, note: string) => (setSkipping(false), onChange({ id: step.id, state: 'skipped', reason, note }));
  return (
    <li className={skipped ? 'fast-row fast-skipped' : 'fast-row'}>
      <b>{tOr(`guide.kind.${step.kind}`, step.kind)}{step.required && <i title={t('guide.required')}>*</i>}</b>
      <div>
        {skipped ? <p>{words}</p> : children || <Body {...props} />}
        {skipping && !value && <SkipChips step={step} onSkip={skip} />}
      </div>
      {skipped
        ? <button type="button" className="fast-reason" aria-label={t('guide.unskip')} onClick={() => onChange()}>{value.note || (value.reason ? tOr(`guide.reason.${value.reason}`, value.reason) : t('guide.state.skipped'))} <CloseOutlined /></button>
        : !value && <Button size="small" type="text" aria-expanded={skipping} onClick={() => setSkipping(!skipping)}>{t('guide.skip')}</Button>}
    </li>
  );
}

function Body(props: Props) {
  switch (props.step.kind) {
    case 'decide': return <Remedies {...props} />;
    case 'evidence': return <Items {...props} />;
    default: return <Tick {...props} />;
  }
}

function Tick({ step, words, value, onChange }: Props) {
  return <Checkbox checked={value?.state === 'done'} onChange={({ target }) => onChange(target.checked ? { id: step.id, state: 'done' } : undefined)}>{words}</Checkbox>;
}

function Remedies({ step, value, onChange }: Props) {
  return (
    <div className="quick" role="group" aria-label={own(step.text)}>
      {step.remedies?.map((each) => (
        <button key={each} type="button" aria-pressed={value?.made === each} onClick={() => onChange(value?.made === each ? undefined : { id: step.id, state: 'done', made: each })}>{tOr(`guide.remedy.${each}`, each)}</button>
      ))}
    </div>
  );
}

/** What lies with the case is there already; the step is done once all is there that is required. */
function Items({ step, run, evidence, value, onChange }: Props) {
  const items = run.checklist.filter((each) => step.items?.includes(each.id));
  const real = items.filter((each) => evidence?.checklist.some((piece) => piece.id === each.id && piece.status !== 'missing')).map(({ id }) => id);
  const got = [...new Set([...real, ...(value?.got ?? step.got)])];
  const tick = (id: string, on: boolean) => {
    const next = on ? [...got, id] : got.filter((each) => each !== id);
    const complete = items.every((each) => !each.required || next.includes(each.id));
    onChange({ id: step.id, state: complete ? 'done' : 'put', got: next });
  };
  return (
    <div className="fast-items">
      {items.map((each) => (
        <Checkbox key={each.id} checked={got.includes(each.id)} disabled={real.includes(each.id)} onChange={({ target }) => tick(each.id, target.checked)}>{own(each)}{each.required && <i>*</i>}</Checkbox>
      ))}
    </div>
  );
}
