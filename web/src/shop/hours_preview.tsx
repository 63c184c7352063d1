import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { fieldsOf } from '../api/problem';
import type { HoursDay, HoursPreview as Answer } from '../api/wire';
import { listed, useT } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { spell, weekdays } from './hours';
import { workdays, type Preview } from './preview';

/** What the hours mean, in sentences and day by day. */
export function HoursPreview({ preview }: { preview: Preview }) {
  const t = useT();
  const { data, error, isPending, isError, refetch } = preview.asked;
  const unclear = Object.keys(fieldsOf(error)).length > 0;
  return (
    <aside className="hours-preview" aria-label={t('preview.title')}>
      <h2>{t('preview.title')}</h2>
      {isPending && <Loading rows={3} />}
      {isError && (unclear ? <p className="preview-warning">{t('preview.unclear')}</p> : <Failure error={error} retry={() => void refetch()} />)}
      {data && (
        <div>
          <Sentences answer={data} preview={preview} />
          <Month days={data.days} preview={preview} />
          {data.unknown_years.length > 0 && <p className="preview-warning">{t('preview.unknown', { years: listed(data.unknown_years) })}</p>}
          <p className="quiet">{t('preview.legend')}</p>
        </div>
      )}
    </aside>
  );
}

function Sentences({ answer, preview }: { answer: Answer; preview: Preview }) {
  const t = useT();
  const { now, at, zone, time, setTime } = preview;
  const name = (when: string) => dayTime(Date.parse(when), now, zone);
  return (
    <>
      <p className="preview-answer" aria-live="polite">
        <span className={answer.open ? 'tag preview-open' : 'tag tag-high'}>{t(answer.open ? 'preview.is_open' : 'preview.is_closed')}</span>
        {answer.answer_by
          ? t(time ? 'preview.then' : 'preview.now', { at: dayTime(at, now, zone), by: name(answer.answer_by) })
          : t('preview.never')}
      </p>
      {answer.workdays_end && <p className="preview-line">{t('preview.workdays', { n: workdays, by: name(answer.workdays_end) })}</p>}
      <label className="preview-when">
        <span>{t('preview.when')}</span>
        <Input type="datetime-local" size="small" value={time} onChange={(event) => setTime(event.target.value)} />
        {time && <Button size="small" type="text" onClick={() => setTime('')}>{t('preview.back_to_now')}</Button>}
      </label>
    </>
  );
}

function Month({ days, preview }: { days: HoursDay[]; preview: Preview }) {
  const t = useT();
  const { page, setPage, today } = preview;
  const first = days[0]?.date ?? '';
  const last = days.at(-1)?.date ?? '';
  return (
    <section className="month">
      <header>
        <Button size="small" type="text" icon={<LeftOutlined />} aria-label={t('preview.earlier')} disabled={first <= today} onClick={() => setPage(page - 1)} />
        <b>{t('preview.span', { from: first, to: last })}</b>
        <Button size="small" type="text" icon={<RightOutlined />} aria-label={t('preview.later')} disabled={page >= 20} onClick={() => setPage(page + 1)} />
      </header>
      <div className="month-names" aria-hidden>{weekdays.map((day) => <span key={day}>{t(`weekday_short.${day}`)}</span>)}</div>
      <ol>{days.map((day) => <Cell key={day.date} day={day} today={today} />)}</ol>
    </section>
  );
}

function Cell({ day, today }: { day: HoursDay; today: string }) {
  const t = useT();
  const open = day.open.length > 0;
  const note = day.note || day.holiday;
  const kind = open ? (day.why === 'weekday' ? 'day' : 'day day-extra') : day.why === 'weekday' ? 'day day-closed' : 'day day-off';
  const told = [day.date, note, open ? spell(day.open) : t('hours.closed')].filter(Boolean).join(' ');
  return (
    <li className={`${kind}${day.date < today ? ' day-past' : ''}${day.date === today ? ' day-today' : ''}`} title={told}>
      <span className="hidden">{told}</span>
      <b aria-hidden>{dayNumber(day.date)}{note && <em>{note.slice(0, 4)}</em>}</b>
      <span aria-hidden>{open ? brief(day) : t('hours.closed')}</span>
    </li>
  );
}

/** "24", and of the first of a month "12/1" */
function dayNumber(date: string): string {
  const [, month, day] = date.split('-').map(Number);
  return day === 1 ? `${month}/1` : String(day);
}

/** "9–12 13:30–18", as narrow as can be. */
function brief(day: HoursDay): string {
  return day.open.map(({ from, to }) => [from, to].map((each) => each.replace(/^0(?=\d)/, '').replace(/:00$/, '')).join('–')).join(' ');
}
