import type { Briefing } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { State } from '../team/state';
import { Avatar } from '../ui/avatar';
import { useNow } from '../ui/clock';
import { clockTime, dayTime } from '../ui/time';
import { useZones } from './zones';

/** One's own shifts of today and tomorrow. */
export function MyShift({ now: { duties } }: { now: Briefing }) {
  const t = useT();
  const { shops } = useMe();
  const now = useNow();
  return (
    <section className="briefing-part" aria-label={t('briefing.my_shift')}>
      <h2>{t('briefing.my_shift')}</h2>
      {duties.length === 0 && <p className="quiet">{t('briefing.no_shift')}</p>}
      <ul className="briefing-duties">
        {duties.map((each) => {
          const on = Date.parse(each.starts_at) <= now;
          return (
            <li key={each.id} className={on ? 'briefing-on' : undefined}>
              <b>{each.shift}</b>
              <span>{dayTime(Date.parse(each.starts_at), now, each.zone)}–{clockTime(Date.parse(each.ends_at), each.zone)}</span>
              {on ? <span className="tag">{t('briefing.now')}</span> : shops.length > 1 && <small>{each.shop_name}</small>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Who is on duty now. */
export function Crew({ now: { on_duty: people } }: { now: Briefing }) {
  const t = useT();
  const zone = useZones();
  return (
    <section className="briefing-part" aria-label={t('briefing.crew')}>
      <h2>{t('briefing.crew')}<span>{people.length}</span></h2>
      {people.length === 0 && <p className="quiet">{t('briefing.crew_none')}</p>}
      <ul className="briefing-crew">
        {people.map((each) => (
          <li key={`${each.shop_id} ${each.person.id} ${each.shift}`}>
            <Avatar name={each.person.name} id={each.person.id} size={26} />
            <div><b>{each.person.name}</b><p>{each.shift} · {t('briefing.until', { time: clockTime(Date.parse(each.ends_at), zone(each.shop_id)) })}</p></div>
            {each.state !== 'unknown' && <span className="briefing-state"><State state={each.state} /></span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
