import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import type { AutomationCondition, AutomationDraft } from '../api/wire';
import { scenarioGroups, stages } from '../complaint/scenarios';
import { useT } from '../i18n';
import { fields, valueName } from './words';

type Field = AutomationCondition['field'];

const choices: Partial<Record<Field, string[]>> = {
  scenario: Object.values(scenarioGroups).flat(),
  severity: ['low', 'normal', 'high', 'critical'],
  stage: stages,
  level: ['silver', 'gold', 'vip'],
  language: ['zh', 'en', 'ja', 'ko', 'ru', 'th'],
  assigned: ['yes', 'no'],
  hours: ['yes', 'no'],
};

interface Props {
  draft: AutomationDraft;
  onChange(part: Partial<AutomationDraft>): void;
}

/** Rows of field, operator and values, and for who wants it an expression. */
export function Conditions({ draft, onChange }: Props) {
  const t = useT();
  const [expert, setExpert] = useState(!!draft.expression);
  const change = (index: number, part: Partial<AutomationCondition>) => onChange({ conditions: draft.conditions.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <fieldset className="automation-part" aria-label={t('automation.conditions')}>
      <h3>{t('automation.conditions')}</h3>
      {draft.conditions.length === 0 && <p className="quiet">{t('automation.always')}</p>}
      {draft.conditions.length > 1 && (
        <Radio.Group value={draft.every} onChange={(event) => onChange({ every: event.target.value as boolean })} options={[{ value: true, label: t('automation.every') }, { value: false, label: t('automation.any') }]} />
      )}
      {draft.conditions.map((each, index) => (
        <Row key={index} condition={each} onChange={(part) => change(index, part)} onRemove={() => onChange({ conditions: draft.conditions.filter((_, at) => at !== index) })} />
      ))}
      <div className="automation-more">
        <Button size="small" icon={<PlusOutlined />} onClick={() => onChange({ conditions: [...draft.conditions, { field: 'words', op: 'has', values: [] }] })}>{t('automation.condition_add')}</Button>
        {!expert && <Button size="small" type="link" onClick={() => setExpert(true)}>{t('automation.expert')}</Button>}
      </div>
      {expert && <Input aria-label={t('automation.expression')} placeholder={t('automation.expression_hint')} maxLength={500} value={draft.expression ?? ''} onChange={(event) => onChange({ expression: event.target.value })} />}
    </fieldset>
  );
}

function Row({ condition, onChange, onRemove }: { condition: AutomationCondition; onChange(part: Partial<AutomationCondition>): void; onRemove(): void }) {
  const t = useT();
  const { field, op, values } = condition;
  return (
    <div className="automation-row">
      <Select
        aria-label={t('automation.field')} value={field} options={(Object.keys(fields) as Field[]).map((value) => ({ value, label: t(`automation.field.${value}`) }))}
        onChange={(next) => onChange({ field: next, op: fields[next][0], values: choices[next]?.length === 2 ? ['yes'] : [] })}
      />
      <Select aria-label={t('automation.op')} value={op} options={fields[field].map((value) => ({ value, label: t(`automation.op.${value}`) }))} onChange={(next) => onChange({ op: next })} />
      <Values condition={condition} onChange={(next) => onChange({ values: next })} />
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('automation.condition_remove', { values: values.join(' ') })} onClick={onRemove} />
    </div>
  );
}

function Values({ condition: { field, op, values }, onChange }: { condition: AutomationCondition; onChange(values: string[]): void }) {
  const t = useT();
  const label = t('automation.values');
  if (field === 'paid') {
    return <InputNumber aria-label={label} className="limit" min={0} max={10_000_000} precision={2} prefix="&yen;" value={values[0] ? Number(values[0]) / 100 : null} onChange={(yuan) => onChange(yuan === null ? [] : [String(Math.round(yuan * 100))])} />;
  }
  const known = choices[field];
  if (!known) {
    return <Select mode="tags" aria-label={label} placeholder={t(field === 'words' ? 'automation.words_hint' : 'automation.values')} open={false} suffixIcon={null} tokenSeparators={[',', '\uff0c', '\u3001', ' ']} value={values} onChange={onChange} />;
  }
  const options = known.map((value) => ({ value, label: valueName(field, value) }));
  if (op === 'is' || op === 'at_least') return <Select aria-label={label} options={options} value={values[0]} onChange={(value: string) => onChange([value])} />;
  return <Select mode="multiple" aria-label={label} options={options} optionFilterProp="label" value={values} onChange={onChange} />;
}
