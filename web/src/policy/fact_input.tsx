import { Input, Select } from 'antd';
import type { PolicyFact } from '../api/wire';
import { useT } from '../i18n';

interface Props {
  id?: string;
  fact: PolicyFact;
  value: string;
  label?: string;
  onChange(value: string): void;
}

/** One fact, typed as its kind wants it. Empty is not known. */
export function FactInput({ id, fact, value, label, onChange }: Props) {
  const t = useT();
  if (fact.type === 'choice' || fact.type === 'yesno') {
    return (
      <Select
        id={id} size="small" allowClear showSearch optionFilterProp="label" aria-label={label} placeholder={t('policy.unknown')} value={value || undefined} popupMatchSelectWidth={false}
        options={fact.values.map((each) => ({ value: each.code, label: each.zh }))} onChange={(next?: string) => onChange(next ?? '')}
      />
    );
  }
  if (fact.type === 'labels') {
    const options = [{ value: 'none', label: t('policy.no_labels') }, ...fact.values.map((each) => ({ value: each.code, label: each.zh }))];
    return <Select id={id} size="small" mode="multiple" aria-label={label} placeholder={t('policy.unknown')} value={value ? value.split(',') : []} options={options} onChange={(next: string[]) => onChange(next.join(','))} />;
  }
  const after = { money: t('policy.yuan'), percent: '%', count: fact.unit }[fact.type as string];
  const shown = fact.type === 'money' ? value.replace('¥', '') : value;
  return (
    <Input
      id={id} size="small" type={fact.type === 'date' ? 'date' : 'text'} inputMode={fact.type === 'date' ? undefined : 'decimal'} aria-label={label} placeholder={t('policy.unknown')} suffix={after} value={shown}
      onChange={({ target }) => onChange(fact.type === 'money' && target.value.trim() ? `¥${target.value.trim()}` : target.value.trim())}
    />
  );
}
