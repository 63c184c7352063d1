import { CopyOutlined } from '@ant-design/icons';
import { Button, Dropdown, Select, Switch } from 'antd';
import { useMemo } from 'react';
import type { Plan } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { hoursOn, weekdays, type Weekday } from './hours';
import { Intervals } from './intervals';

interface Props {
  plan: Plan;
  errors: Record<string, string>;
  onChange(plan: Plan): void;
}

const ordinary = 'Asia/Shanghai';

/** The zone, the hours of each day of the week, and whether holidays count. */
export function Week({ plan, errors, onChange }: Props) {
  const t = useT();
  const set = (days: readonly Weekday[], from: Weekday) => {
    const hours = hoursOn(plan, from);
    onChange({ ...plan, week: { ...plan.week, ...Object.fromEntries(days.map((day) => [day, hours])) } });
  };
  return (
    <>
      <ul className="week" aria-label={t('hours.week')}>
        {weekdays.map((day) => (
          <li key={day}>
            <b>{t(`weekday.${day}`)}</b>
            <Intervals
              of={t(`weekday.${day}`)} value={hoursOn(plan, day)} errors={errors} path={`week.${day}`}
              onChange={(hours) => onChange({ ...plan, week: { ...plan.week, [day]: hours } })}
            />
            {hoursOn(plan, day).length === 0 && <span className="quiet">{t('hours.closed')}</span>}
            <Dropdown
              trigger={['click']} placement="bottomRight"
              menu={{
                items: [
                  { key: 'workdays', label: t('hours.copy_workdays'), onClick: () => set(weekdays.slice(0, 5), day) },
                  { key: 'all', label: t('hours.copy_all'), onClick: () => set(weekdays, day) },
                ],
              }}
            >
              <Button size="small" type="text" icon={<CopyOutlined />}>
                {t('hours.copy')}<span className="hidden">{t('hours.copy_of', { day: t(`weekday.${day}`) })}</span>
              </Button>
            </Dropdown>
          </li>
        ))}
      </ul>
      <label className="switch-line">
        <Switch checked={plan.holidays} onChange={(holidays) => onChange({ ...plan, holidays })} />
        <span><b>{t('hours.holidays')}</b><em className="quiet">{t('hours.holidays_hint')}</em></span>
      </label>
      <Zone value={plan.zone} error={errors.zone} onChange={(zone) => onChange({ ...plan, zone })} />
    </>
  );
}

function Zone({ value, error, onChange }: { value: string; error?: string; onChange(zone: string): void }) {
  const t = useT();
  const options = useMemo(() => [...new Set([ordinary, value, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({ value: zone, label: tOr(`zone.${zone}`, zone) })), [value]);
  return (
    <div className="zone">
      <Field label={t('hours.zone')} error={error} hint={t('hours.zone_hint')}>
        {(id) => <Select id={id} showSearch value={value} options={options} optionFilterProp="label" onChange={onChange} />}
      </Field>
    </div>
  );
}
