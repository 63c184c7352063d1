import { Input, Segmented } from 'antd';
import { useState } from 'react';
import type { Plan } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { following, hoursOn, weekdays } from './hours';
import { Intervals } from './intervals';
import { lengthOf, longest, shifted, type Special } from './special';

interface Props {
  old?: Special;
  plan: Plan;
  today: string;
  onSave(special: Special): void;
  onClose(): void;
}

/** Some days with hours of their own. They are saved with the rest of the hours. */
export default function SpecialDialog({ old, plan, today, onSave, onClose }: Props) {
  const t = useT();
  const [draft, setDraft] = useState<Special>(() => old ?? { from: shifted(today, 1), to: shifted(today, 1), name: '', hours: [] });
  const usual = weekdays.map((day) => hoursOn(plan, day)).find((hours) => hours.length > 0) ?? [following([])];
  const open = draft.hours.length > 0;
  const length = lengthOf(draft);
  const complete = draft.hours.every(({ from, to }) => from && to && from !== to);
  return (
    <Dialog
      title={t(old ? 'special.edit' : 'special.add')} ok={t('special.ok')} busy={false} disabled={!(length >= 1 && length <= longest) || !complete}
      onOk={() => onSave({ ...draft, name: draft.name.trim() })} onClose={onClose} width={520}
    >
      <div className="settings-pair">
        <Field label={t('special.from')} required>
          {(id) => <Input id={id} type="date" autoFocus value={draft.from} onChange={({ target }) => setDraft({ ...draft, from: target.value, to: draft.to < target.value ? target.value : draft.to })} />}
        </Field>
        <Field label={t('special.to')} required error={length < 1 ? t('special.backwards') : length > longest ? t('special.too_long', { n: longest }) : undefined} hint={t('special.length', { n: length || 0 })}>
          {(id) => <Input id={id} type="date" value={draft.to} min={draft.from} onChange={({ target }) => setDraft({ ...draft, to: target.value })} />}
        </Field>
      </div>
      <Field label={t('special.kind')}>
        {(id) => (
          <Segmented<'closed' | 'open'>
            id={id} aria-label={t('special.kind')} value={open ? 'open' : 'closed'} onChange={(kind) => setDraft({ ...draft, hours: kind === 'open' ? usual : [] })}
            options={[{ value: 'closed', label: t('special.closed') }, { value: 'open', label: t('special.open') }]}
          />
        )}
      </Field>
      {open && <div className="field"><Intervals of={t('special.these')} value={draft.hours} errors={{}} path="" onChange={(hours) => setDraft({ ...draft, hours })} /></div>}
      <Field label={t('special.name')} hint={t('special.name_hint')}>
        {(id) => <Input id={id} value={draft.name} maxLength={20} autoComplete="off" onChange={({ target }) => setDraft({ ...draft, name: target.value })} />}
      </Field>
    </Dialog>
  );
}
