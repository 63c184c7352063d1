import { CalendarOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Plan } from '../api/wire';
import { useT } from '../i18n';
import { spell } from './hours';
import { lengthOf, specialsOf, withSpecial, type Special } from './special';

const SpecialDialog = lazy(() => import('./special_dialog'));

interface Props {
  plan: Plan;
  today: string;
  onChange(plan: Plan): void;
}

/** Days that are not like others: stops, extra working days, sales. */
export function SpecialDays({ plan, today, onChange }: Props) {
  const t = useT();
  const [editing, setEditing] = useState<{ old?: Special }>();
  const [past, setPast] = useState(false);
  const all = specialsOf(plan);
  const gone = all.filter((each) => each.to < today).length;
  const shown = past ? all : all.slice(gone);
  const save = (special: Special) => {
    onChange(withSpecial(plan, special, editing?.old));
    setEditing(undefined);
  };
  return (
    <>
      {shown.length > 0 ? (
        <ul className="specials">
          {shown.map((each) => (
            <li key={each.from}>
              <CalendarOutlined />
              <span>
                <b>{each.name || t(each.hours.length > 0 ? 'special.open' : 'special.closed')}</b>
                <em className="quiet">{datesOf(t, each)}</em>
              </span>
              <span className={each.hours.length > 0 ? 'tag' : 'tag tag-high'}>{each.hours.length > 0 ? spell(each.hours) : t('special.closed')}</span>
              <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('special.edit_of', { dates: datesOf(t, each) })} onClick={() => setEditing({ old: each })} />
              <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('special.remove_of', { dates: datesOf(t, each) })} onClick={() => onChange(withSpecial(plan, undefined, each))} />
            </li>
          ))}
        </ul>
      ) : <p className="quiet specials-none">{t('special.none')}</p>}
      <div className="specials-acts">
        <Button icon={<PlusOutlined />} onClick={() => setEditing({})}>{t('special.add')}</Button>
        {gone > 0 && <Button type="text" onClick={() => setPast(!past)}>{t(past ? 'special.hide_past' : 'special.show_past', { n: gone })}</Button>}
      </div>
      {editing && <Suspense><SpecialDialog old={editing.old} plan={plan} today={today} onSave={save} onClose={() => setEditing(undefined)} /></Suspense>}
    </>
  );
}

function datesOf(t: ReturnType<typeof useT>, { from, to }: Special): string {
  return from === to ? from : t('special.dates', { from, to, n: lengthOf({ from, to }) });
}
