import { CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { clockTime } from '../ui/time';
import { briefingQuery } from './api';
import './briefing.css';

const seenKey = 'anxin:shift-begun';
const fresh = 60 * 60_000;

/** A card when one's shift has begun, until it is looked at or put away. */
export function ShiftBegan({ link }: { link(words: string, onFollow: () => void): ReactNode }) {
  const t = useT();
  const now = useNow();
  const { data } = useQuery(briefingQuery);
  const [seen, setSeen] = useState(() => localStorage.getItem(seenKey));
  const begun = (at: string) => Date.parse(at) <= now && now < Date.parse(at) + fresh;
  const duty = data?.duties.find((each) => begun(each.starts_at) && now < Date.parse(each.ends_at));
  if (!data || !duty || seen === duty.id) return null;
  const away = () => {
    localStorage.setItem(seenKey, duty.id);
    setSeen(duty.id);
  };
  const waiting = data.taking.reduce((n, each) => n + each.items.filter((item) => item.state === 'waiting').length, 0);
  return (
    <aside className="shift-began" role="status" aria-label={t('briefing.began')}>
      <p><b>{t('briefing.began_what', { shift: duty.shift, until: clockTime(Date.parse(duty.ends_at), duty.zone) })}</b></p>
      <p>{t('briefing.began_counts', { handovers: waiting, owed: data.owed.length, bulletins: data.bulletins.length })}</p>
      <div>{link(t('briefing.look'), away)}</div>
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('briefing.close')} onClick={away} />
    </aside>
  );
}
