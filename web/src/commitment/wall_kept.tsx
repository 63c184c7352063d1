import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { KeptBy, KeptCounts } from '../api/wire';
import { useT } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { registerQuery } from './wall_api';

const periods = [1, 7, 30] as const;
type Period = (typeof periods)[number];

/** How commitments were kept lately: four fates, told apart. */
export function KeptCards({ shop }: { shop?: string }) {
  const t = useT();
  const [days, setDays] = useState<Period>(7);
  const register = useQuery(registerQuery(shop, days));
  return (
    <section className="kept" aria-label={t('kept.title')}>
      <header>
        <h2>{t('kept.title')}</h2>
        <Segmented<Period> aria-label={t('kept.period')} size="small" value={days} onChange={setDays} options={periods.map((each) => ({ value: each, label: t(`kept.days_${each}`) }))} />
      </header>
      {register.isPending && <Loading rows={1} />}
      {register.isError && !register.data && <Failure error={register.error} retry={() => void register.refetch()} />}
      {register.data && <Cards all={register.data.all} />}
      {register.data && register.data.owners.length > 0 && <People owners={register.data.owners} />}
    </section>
  );
}

function Cards({ all }: { all: KeptCounts }) {
  const t = useT();
  const since = (['late', 'moved', 'dropped', 'owed'] as const).filter((each) => all[each] > 0).map((each) => t(`kept.${each}`, { n: all[each] }));
  return (
    <dl className="kept-cards">
      <Card name={t('kept.rate')} value={rate(all)} note={t('kept.rate_hint')} />
      <Card name={t('kept.in_time')} value={all.in_time} />
      <Card name={t('kept.updated')} value={all.updated} note={t('kept.updated_hint')} />
      <Card name={t('kept.waived')} value={all.waived} />
      <Card name={t('kept.broken')} value={all.broken} bad={all.broken > 0} note={since.join(t('bulk.comma'))} />
    </dl>
  );
}

const rate = ({ rate: percent }: KeptCounts) => (percent === null ? '—' : `${percent}%`);

function Card({ name, value, note, bad }: { name: string; value: string | number; note?: string; bad?: boolean }) {
  return (
    <div className={bad ? 'kept-card kept-card-bad' : 'kept-card'}>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note && <dd className="kept-note">{note}</dd>}
    </div>
  );
}

const columns = ['in_time', 'updated', 'waived', 'broken', 'owed'] as const;

function People({ owners }: { owners: KeptBy[] }) {
  const t = useT();
  return (
    <details className="kept-people">
      <summary>{t('kept.people')}</summary>
      <table className="list-table">
        <thead>
          <tr><th>{t('wall.owner')}</th><th>{t('kept.rate')}</th>{columns.map((each) => <th key={each}>{t(`kept.column.${each}`)}</th>)}</tr>
        </thead>
        <tbody>
          {owners.map(({ id, name, kept }) => (
            <tr key={id}><td>{name}</td><td>{rate(kept)}</td>{columns.map((each) => <td key={each}>{kept[each]}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
