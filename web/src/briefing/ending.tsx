import type { ReactNode } from 'react';
import type { Briefing } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { useZones } from './zones';

/** Quick replies that have just ended or are about to: what was said yesterday may be wrong today. */
export function Ending({ items, link }: { items: Briefing['replies']; link?: ReactNode }) {
  const t = useT();
  const now = useNow();
  const zone = useZones();
  if (items.length === 0) return null;
  return (
    <section className="briefing-part" aria-label={t('briefing.ending')}>
      <h2>{t('briefing.ending')}<span>{items.length}</span><i className="grow" />{link}</h2>
      <ul className="bulletins">
        {items.map((each) => (
          <li key={each.id}>
            <p className="bulletin-head"><b>{each.title}</b>{each.over && <span className="tag tag-critical">{t('quick_reply.state.over')}</span>}</p>
            <p className="bulletin-when">{t('bulletin.until', { until: dayTime(Date.parse(each.ends_at), now, zone(each.shop_id)) })}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
