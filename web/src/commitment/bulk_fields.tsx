import { Input, InputNumber, Segmented } from 'antd';
import type { BulkPlan } from '../api/wire';
import { t, useT } from '../i18n';
import { Field } from '../ui/field';
import { dueOf, DueInput, type Due } from './due_input';

export interface BulkDraft {
  text: string;
  by: 'hours' | 'due';
  hours: number | null;
  due: Due;
  note: string;
}

export interface Wrong {
  text: string;
  due: string;
}

const mostHours = 720;

export function wrongIn({ text, by, hours, due }: BulkDraft, at: number, zone: string): Wrong {
  const then = dueOf(due, at, zone);
  const wrongDue = then === null ? t('commitment.due_needed') : then <= at ? t('commitment.due_past') : '';
  return { text: text.trim() ? '' : t('commitment.what_needed'), due: by === 'due' ? wrongDue : hours ? '' : t('commitment.due_needed') };
}

export function planOf(shop: string, { text, by, hours, due, note }: BulkDraft, at: number, zone: string): BulkPlan {
  const when = by === 'hours' ? { hours: hours ?? 0 } : { due_at: new Date(dueOf(due, at, zone) ?? at).toISOString() };
  return { shop_id: shop, text: text.trim(), note: note.trim(), ...when };
}

const places = ['buyer', 'what', 'due'] as const;

/** The words with their places, the new time, and a note for the team. */
export function BulkFields({ draft, wrong, zone, onDraft }: { draft: BulkDraft; wrong: Wrong; zone: string; onDraft(draft: BulkDraft): void }) {
  const t = useT();
  const change = (changed: Partial<BulkDraft>) => onDraft({ ...draft, ...changed });
  return (
    <>
      <Field label={t('bulk_update.text')} required error={wrong.text} hint={t('bulk_update.places')}>
        {(id) => (
          <>
            <Input.TextArea id={id} value={draft.text} autoFocus autoSize={{ minRows: 3, maxRows: 6 }} maxLength={500} onChange={(event) => change({ text: event.target.value })} />
            <div className="quick bulk-places" role="group" aria-label={t('bulk_update.insert')}>
              {places.map((each) => (
                <button key={each} type="button" onClick={() => change({ text: `${draft.text}{${each}}` })}>{t(`bulk_update.place.${each}`)} {`{${each}}`}</button>
              ))}
            </div>
          </>
        )}
      </Field>
      <Segmented<BulkDraft['by']>
        className="bulk-by" aria-label={t('bulk_update.by')} value={draft.by} onChange={(by) => change({ by })}
        options={[{ value: 'hours', label: t('bulk_update.by_hours') }, { value: 'due', label: t('bulk_update.by_due') }]}
      />
      {draft.by === 'hours'
        ? (
          <Field label={t('bulk_update.hours')} required error={wrong.due} hint={t('bulk_update.hours_hint')}>
            {(id) => <InputNumber id={id} min={1} max={mostHours} precision={0} value={draft.hours} suffix={t('limits.unit.hours')} onChange={(hours) => change({ hours })} />}
          </Field>
        )
        : <DueInput zone={zone} value={draft.due} onChange={(due) => change({ due })} error={wrong.due} />}
      <Field label={t('commitment.update_note')}>
        {(id) => <Input.TextArea id={id} value={draft.note} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} onChange={(event) => change({ note: event.target.value })} />}
      </Field>
    </>
  );
}
