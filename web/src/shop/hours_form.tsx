import type { ReactNode } from 'react';
import { fieldsOf } from '../api/problem';
import type { Plan } from '../api/wire';
import { useT } from '../i18n';
import { HoursPreview } from './hours_preview';
import { usePreview } from './preview';
import { SpecialDays } from './special_days';
import { Week } from './week';

interface Props {
  plan: Plan;
  /** Within how many minutes of these hours a buyer is answered. */
  answerMinutes: number;
  onChange(plan: Plan): void;
  /** What stands above the hours. */
  children?: ReactNode;
}

/** Opening hours, and next to them what they mean. */
export function HoursForm({ plan, answerMinutes, onChange, children }: Props) {
  const t = useT();
  const preview = usePreview(plan, answerMinutes);
  const errors = fieldsOf(preview.asked.error);
  const unplaced = Object.keys(errors).find((field) => field.startsWith('exceptions'));
  return (
    <div className="hours">
      <div>
        {children}
        <section className="settings-part">
          <h2>{t('hours.week')}</h2>
          <p className="quiet">{t('hours.week_hint')}</p>
          <Week plan={plan} errors={errors} onChange={onChange} />
        </section>
        <section className="settings-part">
          <h2>{t('special.title')}</h2>
          <p className="quiet">{t('special.hint')}</p>
          <SpecialDays plan={plan} today={preview.today} onChange={onChange} />
          {unplaced && <p className="field-error" role="alert">{errors[unplaced]}</p>}
        </section>
      </div>
      <HoursPreview preview={preview} />
    </div>
  );
}
