import { Select } from 'antd';
import type { Dispute } from '../api/wire';
import { useT } from '../i18n';
import { DueChip } from '../ui/due';

/** Where a dispute stands, or how it ended. */
export function DisputeTag({ dispute: { state, outcome } }: { dispute: Dispute }) {
  const t = useT();
  const look = state === 'decided' ? outcome : state;
  return <span className={`tag dispute-${look}`}>{state === 'decided' && outcome ? t(`dispute.outcome.${outcome}`) : t(`dispute.state.${state}`)}</span>;
}

/** What is to be done and how much time is left; or that nobody has said until when. */
export function DisputeClock({ dispute: { step, due_at: due } }: { dispute: Dispute }) {
  const t = useT();
  if (!step) return null;
  return due ? <DueChip at={due} /> : <span className="due due-warm">{t('dispute.no_deadline')}</span>;
}

interface OneProps<Value extends string> {
  id?: string;
  label?: string;
  any?: string;
  value?: Value;
  all: readonly Value[];
  name(value: Value): string;
  onChange(value: Value | undefined): void;
}

/** Chooses one of a few words. */
export function OneOf<Value extends string>({ id, label, any, value, all, name, onChange }: OneProps<Value>) {
  return (
    <Select<Value>
      id={id} aria-label={label} allowClear={any !== undefined} placeholder={any} value={value} popupMatchSelectWidth={false}
      options={all.map((each) => ({ value: each, label: name(each) }))} onChange={(next?: Value) => onChange(next)}
    />
  );
}
