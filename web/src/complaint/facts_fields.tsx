import { Input, Segmented, Select } from 'antd';
import type { CaseFacts, Severity } from '../api/wire';
import { t as sentenceOf, useT } from '../i18n';
import { Field } from '../ui/field';
import { demands, scenarioGroups, severities, type Group } from './scenarios';

export const noFacts: CaseFacts = { scenario: '', severity: 'normal', demands: [], order_no: '', summary: '' };

interface Props {
  facts: CaseFacts;
  errors: Record<string, string>;
  onChange(changed: Partial<CaseFacts>): void;
}

/** What is known of a complaint, to be filled in. */
export function FactsFields({ facts, errors, onChange }: Props) {
  const t = useT();
  return (
    <div className="facts-fields">
      <Field label={t('case.scenario')} required error={errors.scenario}>
        {(id) => (
          <Select
            id={id} showSearch={{ optionFilterProp: 'label' }} placeholder={t('case.scenario_hint')}
            value={facts.scenario || undefined} options={scenarioOptions()} onChange={(scenario: string) => onChange({ scenario })}
          />
        )}
      </Field>
      <Field label={t('case.severity')} error={errors.severity} hint={t(`severity.${facts.severity}_hint`)}>
        {(id) => (
          <Segmented<Severity>
            id={id} block value={facts.severity} onChange={(severity) => onChange({ severity })}
            options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('case.demands')} error={errors.demands}>
        {(id) => (
          <Select
            id={id} mode="multiple" showSearch={{ optionFilterProp: 'label' }} placeholder={t('case.demands_hint')} value={facts.demands}
            options={demands.map((value) => ({ value, label: t(`demand.${value}`) }))} onChange={(list: string[]) => onChange({ demands: list })}
          />
        )}
      </Field>
      <Field label={t('case.order_no')} error={errors.order_no}>
        {(id) => <Input id={id} value={facts.order_no} maxLength={100} autoComplete="off" placeholder={t('case.order_no_hint')} onChange={(event) => onChange({ order_no: event.target.value })} />}
      </Field>
      <Field label={t('case.summary')} error={errors.summary}>
        {(id) => <Input.TextArea id={id} value={facts.summary} autoSize={{ minRows: 3, maxRows: 8 }} placeholder={t('case.summary_hint')} onChange={(event) => onChange({ summary: event.target.value })} />}
      </Field>
    </div>
  );
}

function scenarioOptions() {
  return (Object.keys(scenarioGroups) as Group[]).map((group) => ({
    label: sentenceOf(`scenario_group.${group}`),
    options: scenarioGroups[group].map((value) => ({ value, label: sentenceOf(`scenario.${value}`) })),
  }));
}
