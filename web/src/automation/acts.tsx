import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import type { AutomationAct } from '../api/wire';
import { settingQuery } from '../assignment/api';
import { useT } from '../i18n';
import { typesQuery } from '../ticket/api';
import { departmentsQuery } from './api';
import { actKinds } from './words';

interface Props {
  shop: string;
  acts: AutomationAct[];
  error?: string;
  onChange(acts: AutomationAct[]): void;
}

/** What is done, one after the other. */
export function Acts({ shop, acts, error, onChange }: Props) {
  const t = useT();
  const change = (index: number, part: Partial<AutomationAct>) => onChange(acts.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <fieldset className="automation-part" aria-label={t('automation.acts')}>
      <h3>{t('automation.acts')}</h3>
      {acts.map((each, index) => (
        <div key={index} className="automation-row automation-act">
          <Select aria-label={t('automation.act')} value={each.kind} options={actKinds.map((value) => ({ value, label: t(`automation.act.${value}`) }))} onChange={(kind) => onChange(acts.map((other, at) => (at === index ? { kind } : other)))} />
          <Details shop={shop} act={each} onChange={(part) => change(index, part)} />
          <Button type="text" icon={<DeleteOutlined />} disabled={acts.length === 1} aria-label={t('automation.act_remove', { act: t(`automation.act.${each.kind}`) })} onClick={() => onChange(acts.filter((_, at) => at !== index))} />
        </div>
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
      <div className="automation-more"><Button size="small" icon={<PlusOutlined />} disabled={acts.length >= 5} onClick={() => onChange([...acts, { kind: 'tag' }])}>{t('automation.act_add')}</Button></div>
    </fieldset>
  );
}

function Details({ shop, act, onChange }: { shop: string; act: AutomationAct; onChange(part: Partial<AutomationAct>): void }) {
  const t = useT();
  const { data: setting } = useQuery(settingQuery(shop));
  const people = (setting?.members ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const to = (label: string, options: { value: string; label: string }[]) => (
    <Select aria-label={label} placeholder={label} showSearch={{ optionFilterProp: 'label' }} value={act.to || undefined} options={options} onChange={(value: string) => onChange({ to: value })} />
  );
  const text = (label: string) => <Input aria-label={label} placeholder={label} maxLength={300} value={act.text ?? ''} onChange={(event) => onChange({ text: event.target.value })} />;
  switch (act.kind) {
    case 'assign_person':
      return to(t('automation.person'), people);
    case 'assign_skill':
      return to(t('automation.skill'), (setting?.plan.skills ?? []).map(({ name }) => ({ value: name, label: name })));
    case 'severity':
      return to(t('automation.severity'), (['low', 'normal', 'high', 'critical'] as const).map((value) => ({ value, label: t(`severity.${value}`) })));
    case 'notify':
      return <>{to(t('automation.whom'), [...(['supervisors', 'owner', 'assignee'] as const).map((value) => ({ value, label: t(`automation.to.${value}`) })), ...people])}{text(t('automation.notice_text'))}</>;
    case 'ticket':
      return <><TicketOf shop={shop} act={act} onChange={onChange} />{text(t('automation.ticket_title'))}</>;
    case 'tag':
      return text(t('automation.tag_name'));
    case 'propose':
      return text(t('automation.propose_text'));
  }
}

function TicketOf({ shop, act, onChange }: { shop: string; act: AutomationAct; onChange(part: Partial<AutomationAct>): void }) {
  const t = useT();
  const { data: types } = useQuery(typesQuery(shop));
  const { data: departments } = useQuery(departmentsQuery(shop));
  return (
    <>
      <Select aria-label={t('automation.ticket_type')} placeholder={t('automation.ticket_type')} value={act.type_id} options={(types?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(type: string) => onChange({ type_id: type })} />
      <Select aria-label={t('automation.department')} placeholder={t('automation.department')} value={act.department} options={(departments ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(department: string) => onChange({ department })} />
    </>
  );
}
