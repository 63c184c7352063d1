import { EditOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { RosterEntry, RosterWeek, Shift } from '../api/wire';
import { t as say, useT } from '../i18n';
import { monthDay } from '../ui/time';
import { clock } from './days';

interface Props {
  now: RosterWeek;
  days: string[];
  busy: boolean;
  onChange(entries: RosterEntry[]): void;
  onShift(shift: Shift): void;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** "09:00–18:00", and that it ends on the next day. */
export function spanOf({ from, to }: { from: number; to: number }): string {
  if (to === 0) return say('roster.span', { from: clock(from), to: '24:00' });
  return say(to <= from ? 'roster.span_over' : 'roster.span', { from: clock(from), to: clock(to) });
}

/** Shifts down, days across, and in each cell who works. */
export function Grid({ now, days, busy, onChange, onShift }: Props) {
  const t = useT();
  return (
    <div className="roster-scroll">
      <table className="roster-grid">
        <thead>
          <tr>
            <th scope="col">{t('roster.shift')}</th>
            {days.map((day, n) => (
              <th key={day} scope="col" className={day === now.today ? 'roster-today' : undefined}>
                {t(`weekday.${weekdays[n]!}`)}<small>{monthDay(Date.parse(`${day}T00:00:00Z`), 'UTC')}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {now.shifts.map((shift) => (
            <tr key={shift.id} className={shift.removed ? 'roster-removed' : undefined}>
              <th scope="row">
                <b>{shift.name}</b><small>{spanOf(shift)}</small>
                {!shift.removed && <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('roster.edit_shift', { name: shift.name })} onClick={() => onShift(shift)} />}
              </th>
              {days.map((day) => <Cell key={day} now={now} shift={shift} day={day} busy={busy} onChange={onChange} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ now, shift, day, busy, onChange }: Omit<Props, 'days' | 'onShift'> & { shift: Shift; day: string }) {
  const t = useT();
  const here = (each: RosterEntry) => each.day === day && each.shift_id === shift.id;
  const chosen = now.entries.filter(here).map((each) => each.user_id);
  const names = new Map(now.people.map((each) => [each.id, each.name]));
  return (
    <td className={day === now.today ? 'roster-today' : undefined}>
      <Select
        mode="multiple" variant="borderless" className="roster-cell" value={chosen} disabled={busy || shift.removed} maxTagCount={6} showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('roster.cell', { shift: shift.name, day: monthDay(Date.parse(`${day}T00:00:00Z`), 'UTC') })} placeholder={t('roster.nobody')}
        options={[...new Set([...now.people.map((each) => each.id), ...chosen])].map((id) => ({ value: id, label: names.get(id) ?? t('roster.gone') }))}
        onChange={(ids: string[]) => onChange([...now.entries.filter((each) => !here(each)), ...ids.map((user_id) => ({ day, shift_id: shift.id, user_id }))])}
      />
    </td>
  );
}
