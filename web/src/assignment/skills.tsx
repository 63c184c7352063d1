import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import type { AssignmentSkill } from '../api/wire';
import { scenarioGroups } from '../complaint/scenarios';
import { tOr, useT } from '../i18n';

interface Props {
  skills: AssignmentSkill[];
  error?: string;
  onChange(skills: AssignmentSkill[]): void;
}

/** What conversations may need, and how that is seen. */
export function Skills({ skills, error, onChange }: Props) {
  const t = useT();
  const change = (index: number, part: Partial<AssignmentSkill>) => onChange(skills.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <fieldset className="skills" aria-label={t('assignment.skills')}>
      <h3>{t('assignment.skills')}</h3>
      <p className="quiet">{t('assignment.skills_hint')}</p>
      {skills.map((each, index) => (
        <OneSkill key={index} skill={each} onChange={(part) => change(index, part)} onRemove={() => onChange(skills.filter((_, at) => at !== index))} />
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
      <Button icon={<PlusOutlined />} onClick={() => onChange([...skills, { name: '', words: [], scenarios: [] }])}>{t('assignment.skill_add')}</Button>
    </fieldset>
  );
}

interface OneProps {
  skill: AssignmentSkill;
  onChange(part: Partial<AssignmentSkill>): void;
  onRemove(): void;
}

function OneSkill({ skill, onChange, onRemove }: OneProps) {
  const t = useT();
  const scenarios = Object.values(scenarioGroups).flat().map((value) => ({ value, label: tOr(`scenario.${value}`, value) }));
  return (
    <div className="skill">
      <Input aria-label={t('assignment.skill_name')} placeholder={t('assignment.skill_name')} maxLength={12} value={skill.name} onChange={(event) => onChange({ name: event.target.value })} />
      <Select
        mode="tags" aria-label={t('assignment.skill_words')} placeholder={t('assignment.skill_words')} open={false} suffixIcon={null}
        tokenSeparators={[',', '\uff0c', '\u3001', ' ']} value={skill.words} onChange={(words: string[]) => onChange({ words })}
      />
      <Select
        mode="multiple" aria-label={t('assignment.skill_scenarios')} placeholder={t('assignment.skill_scenarios')} optionFilterProp="label" maxTagCount="responsive"
        options={scenarios} value={skill.scenarios} onChange={(chosen: string[]) => onChange({ scenarios: chosen })}
      />
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('assignment.skill_remove', { name: skill.name || t('assignment.skill_new') })} onClick={onRemove} />
    </div>
  );
}
