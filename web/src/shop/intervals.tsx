import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Interval } from '../api/wire';
import { useT } from '../i18n';
import { ClockInput } from './clock_input';
import { following, isOvernight } from './hours';

interface Props {
  /** Whose hours: "Monday". */
  of: string;
  value: Interval[];
  /** Sentences by the names that the server has for fields, and which of them these are. */
  errors: Record<string, string>;
  path: string;
  onChange(hours: Interval[]): void;
}

/** The openings of a day, as many as there are breaks between them. */
export function Intervals({ of, value, errors, path, onChange }: Props) {
  const t = useT();
  const set = (at: number, part: Partial<Interval>) => onChange(value.map((each, n) => (n === at ? { ...each, ...part } : each)));
  const wrong = Object.keys(errors).find((field) => field === path || field.startsWith(`${path}[`));
  return (
    <div className="intervals">
      {value.map((each, n) => (
        <span key={n} className="interval">
          <ClockInput label={t('hours.from_of', { day: of, n: n + 1 })} value={each.from} wrong={`${path}[${n}].from` in errors || `${path}[${n}]` in errors} onChange={(from) => set(n, { from })} />
          <i aria-hidden>–</i>
          <ClockInput label={t('hours.to_of', { day: of, n: n + 1 })} value={each.to} wrong={`${path}[${n}].to` in errors || `${path}[${n}]` in errors} onChange={(to) => set(n, { to })} />
          {isOvernight(each) && <em className="quiet">{t('hours.overnight')}</em>}
          <Button
            size="small" type="text" icon={<CloseOutlined />} aria-label={t('hours.remove_of', { day: of, n: n + 1 })}
            onClick={() => onChange(value.filter((_, at) => at !== n))}
          />
        </span>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={t(value.length === 0 ? 'hours.open_on' : 'hours.add_to', { day: of })} onClick={() => onChange([...value, following(value)])}>
        {t(value.length === 0 ? 'hours.open_then' : 'hours.add')}
      </Button>
      {wrong && <p className="field-error" role="alert">{errors[wrong]}</p>}
    </div>
  );
}
