import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { isChanged } from '../api/problem';
import type { RosterEntry, RosterWeek, Shift } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Empty, Failure, Loading, sentence } from '../ui/states';
import { monthDay } from '../ui/time';
import { copyWeek, keys, publish, savePlan, weekQuery } from './api';
import { addDays, daysOf } from './days';
import { Grid } from './grid';
import { ShiftDialog } from './shift_dialog';
import '../ui/settings.css';
import './roster.css';

interface Props {
  shop?: string;
  week?: string;
  onLook(look: { shop?: string; week?: string }): void;
}

/** Who works when in a shop, a week at a time. What is planned counts once it is published. */
export function RosterPage({ shop, week = '', onLook }: Props) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => each.permissions.includes('team.supervise'));
  const at = shops.find((each) => each.id === shop)?.id ?? shops[0]?.id ?? '';
  const { data, error, refetch } = useQuery(weekQuery(at, week));
  return (
    <main className="page roster" aria-label={t('roster.title')}>
      <header className="page-head">
        <div><h1>{t('roster.title')}</h1><p>{t('roster.hint')}</p></div>
        {shops.length > 1 && <Select aria-label={t('top.shop')} value={at} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next) => onLook({ shop: next, week })} />}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
      {data && <Week now={data} onWeek={(next) => onLook({ shop, week: next })} />}
    </main>
  );
}

/** Changes to a week, each from the version that was seen. Whoever was slower sees the newer state. */
function useWeek(now: RosterWeek) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (change: (now: RosterWeek) => Promise<RosterWeek>) => change(now),
    onSuccess: (next) => {
      cache.setQueriesData<RosterWeek>({ queryKey: keys.all }, (old) => (old && old.shop_id === next.shop_id && old.week === next.week ? next : old));
      void cache.invalidateQueries({ queryKey: ['briefing'] });
    },
    onError: (error) => {
      void message.error(sentence(error));
      if (isChanged(error)) void cache.invalidateQueries({ queryKey: keys.all });
    },
  });
}

function Week({ now, onWeek }: { now: RosterWeek; onWeek(week?: string): void }) {
  const t = useT();
  const [editing, setEditing] = useState<Shift | 'new' | null>(null);
  const change = useWeek(now);
  const days = daysOf(now.week);
  const day = (each: string) => monthDay(Date.parse(`${each}T00:00:00Z`), 'UTC');
  const save = (entries: RosterEntry[]) => change.mutate((seen) => savePlan(seen, entries));
  return (
    <>
      <div className="roster-bar">
        <div className="roster-weeks">
          <Button icon={<LeftOutlined />} aria-label={t('roster.week_before')} onClick={() => onWeek(addDays(now.week, -7))} />
          <strong>{t('roster.week', { from: day(days[0]!), to: day(days[6]!) })}</strong>
          <Button icon={<RightOutlined />} aria-label={t('roster.week_after')} onClick={() => onWeek(addDays(now.week, 7))} />
          <Button type="text" onClick={() => onWeek(undefined)}>{t('roster.this_week')}</Button>
        </div>
        <span className="grow" />
        <Standing now={now} />
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('roster.add_shift')}</Button>
        <Button disabled={change.isPending} onClick={() => change.mutate(copyWeek)}>{t('roster.copy')}</Button>
        <Button type="primary" disabled={now.version === 0 || now.published} loading={change.isPending} onClick={() => change.mutate(publish)}>{t('roster.publish')}</Button>
      </div>
      {now.shifts.length === 0
        ? <Empty title={t('roster.no_shifts')} hint={t('roster.no_shifts_hint')} action={<Button type="primary" onClick={() => setEditing('new')}>{t('roster.add_shift')}</Button>} />
        : <Grid now={now} days={days} busy={change.isPending} onChange={save} onShift={setEditing} />}
      {editing && <ShiftDialog shop={now.shop_id} shift={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** Whether what stands there counts. */
function Standing({ now }: { now: RosterWeek }) {
  const t = useT();
  if (now.version === 0) return <span className="tag">{t('roster.not_planned')}</span>;
  if (now.published) return <span className="tag roster-counts">{t('roster.published')}</span>;
  return <span className="tag roster-draft" role="status">{t(now.published_at ? 'roster.changed_since' : 'roster.draft')}</span>;
}
