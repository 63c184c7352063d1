import { Input, Select } from 'antd';
import type { BothTexts } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';

/** A text in both languages, Chinese first. */
export function Both({ label, value, hint, rows = 2, onChange }: { label: string; value: BothTexts; hint?: string; rows?: number; onChange(next: BothTexts): void }) {
  const t = useT();
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <div className="playbook-both">
          <Input.TextArea id={id} value={value.zh} maxLength={1000} autoSize={{ minRows: rows, maxRows: 6 }} placeholder={t('playbook.zh')} onChange={(event) => onChange({ ...value, zh: event.target.value })} />
          <Input.TextArea aria-label={`${label} English`} value={value.en} maxLength={1000} autoSize={{ minRows: rows, maxRows: 6 }} placeholder="English" onChange={(event) => onChange({ ...value, en: event.target.value })} />
        </div>
      )}
    </Field>
  );
}

interface Option {
  value: string;
  label: string;
}

/** One of some. */
export function One({ label, value, options, clear, hint, onChange }: { label: string; value: string; options: Option[]; clear?: boolean; hint?: string; onChange(next: string): void }) {
  return (
    <Field label={label} hint={hint}>
      {(id) => <Select id={id} className="wide" allowClear={clear} showSearch={{ optionFilterProp: 'label' }} value={value || undefined} options={options} onChange={(next?: string) => onChange(next ?? '')} />}
    </Field>
  );
}

/** Several of some, or words that people write. */
export function Many({ label, value, options, free, hint, onChange }: { label: string; value: string[]; options?: Option[]; free?: boolean; hint?: string; onChange(next: string[]): void }) {
  return (
    <Field label={label} hint={hint}>
      {(id) => <Select id={id} className="wide" mode={free ? 'tags' : 'multiple'} tokenSeparators={free ? [',', '\uff0c', '\u3001'] : undefined} value={value} options={options ?? []} optionFilterProp="label" onChange={(next: string[]) => onChange(next)} />}
    </Field>
  );
}

/** A line of words or of a condition. */
export function Line({ label, value, code, hint, placeholder, onChange }: { label: string; value: string; code?: boolean; hint?: string; placeholder?: string; onChange(next: string): void }) {
  return (
    <Field label={label} hint={hint}>
      {(id) => <Input id={id} className={code ? 'code' : ''} value={value} maxLength={2000} spellCheck={!code} autoComplete="off" placeholder={placeholder} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
