import { DatePicker } from 'antd';
import { language, useT } from '../i18n';
import { now } from './clock';
import { wall } from './time';

interface Props {
  id: string;
  zone: string;
  /** How far ahead one may go, in days. */
  days: number;
  onPick(wallTime: string): void;
}

const written = 'YYYY-MM-DD HH:mm';

/** A calendar of the shop's zone: what is picked is read as its wall clock. */
export default function Picker({ id, zone, days, onPick }: Props) {
  const t = useT();
  return (
    <DatePicker
      id={id}
      className="picker"
      showTime={{ minuteStep: 5, format: 'HH:mm' }}
      showNow={false}
      format={written}
      placeholder={t('time.pick')}
      locale={{ lang: { ...names(), locale: language() } } as never}
      disabledDate={(date) => outside(date.format('YYYY-MM-DD'), days, zone)}
      onChange={(_, text) => onPick(typeof text === 'string' ? text : '')}
    />
  );
}

/** Days before today or too far ahead, by the shop's clock. */
function outside(date: string, farthest: number, zone: string): boolean {
  const today = wall(now(), zone);
  const midnight = Date.UTC(today.year, today.month - 1, today.day);
  const ahead = (Date.parse(`${date}T00:00:00Z`) - midnight) / 86_400_000;
  return ahead < 0 || ahead >= farthest;
}

/** Names of days and months in the reader's language. */
function names(): { shortWeekDays: string[]; shortMonths: string[] } {
  const week = new Intl.DateTimeFormat(language(), { weekday: 'narrow', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(language(), { month: 'short', timeZone: 'UTC' });
  return {
    // 1 March 2026 was a Sunday.
    shortWeekDays: Array.from({ length: 7 }, (_, day) => week.format(Date.UTC(2026, 2, 1 + day))),
    shortMonths: Array.from({ length: 12 }, (_, index) => month.format(Date.UTC(2026, index, 1))),
  };
}
