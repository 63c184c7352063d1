import type { Plan } from '../api/wire';
import { useT } from '../i18n';
import { spell, stretches } from './hours';

/** "Mon–Fri 09:00–18:00" and so on, a line for each stretch of the week. */
export function HoursInBrief({ plan }: { plan: Plan }) {
  const t = useT();
  const all = stretches(plan);
  return (
    <ul className="hours-brief">
      {all.map(({ from, to, hours }) => (
        <li key={from}>
          <span>{all.length === 1 ? t('hours.every_day') : from === to ? t(`weekday.${from}`) : t('hours.days', { from: t(`weekday.${from}`), to: t(`weekday.${to}`) })}</span>
          {hours.length > 0 ? spell(hours) : t('hours.closed')}
        </li>
      ))}
    </ul>
  );
}
