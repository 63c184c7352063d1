import { Input, InputNumber, Select } from 'antd';
import type { PlaybookFact } from '../api/wire';
import { language, useT } from '../i18n';

interface Props {
  id?: string;
  fact: PlaybookFact;
  /** As the server has it: true, false, a number, fen, a code or words; '' for not known. */
  value: string;
  label?: string;
  onChange(value: string): void;
}

/** One fact, entered as its type wants it. */
export function FactField({ id, fact, value, label, onChange }: Props) {
  const t = useT();
  switch (fact.type) {
    case 'yesno':
      return (
        <span className="quick guide-yesno" role="group" aria-label={label}>
          {['true', 'false'].map((each) => (
            <button key={each} type="button" aria-pressed={value === each} onClick={() => onChange(value === each ? '' : each)}>{t(each === 'true' ? 'guide.yes' : 'guide.no')}</button>
          ))}
        </span>
      );
    case 'choice':
      return (
        <Select
          id={id} size="small" className="wide" allowClear showSearch={{ optionFilterProp: 'label' }} aria-label={label} placeholder={t('guide.unknown')} value={value || undefined} popupMatchSelectWidth={false}
          options={fact.values.map((each) => ({ value: each.code, label: language() === 'en' ? each.code : each.name }))} onChange={(next?: string) => onChange(next ?? '')}
        />
      );
    case 'count':
      return <InputNumber id={id} size="small" aria-label={label} min={0} precision={0} value={value ? Number(value) : null} onChange={(next) => onChange(next === null ? '' : String(next))} />;
    case 'money':
      return <InputNumber id={id} size="small" aria-label={label} min={0} precision={2} prefix="¥" value={value ? Number(value) / 100 : null} onChange={(next) => onChange(next === null ? '' : String(Math.round(Number(next) * 100)))} />;
    default:
      return <Input.TextArea id={id} size="small" aria-label={label} value={value} maxLength={500} autoSize={{ minRows: 1, maxRows: 4 }} placeholder={t('guide.answer')} onChange={(event) => onChange(event.target.value)} />;
  }
}
