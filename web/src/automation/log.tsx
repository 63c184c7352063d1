import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { logQuery } from './api';

/** What the rules did, and what not and why. */
export function Log({ shop, zone }: { shop: string; zone: string }) {
  const t = useT();
  const now = useNow();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({ ...logQuery(shop), refetchInterval: 15_000 });
  const runs = data?.pages.flatMap((page) => page.items);
  return (
    <section className="settings-part">
      <h2>{t('automation.log')}</h2>
      <p className="quiet">{t('automation.log_hint')}</p>
      {!runs && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />)}
      {runs?.length === 0 && <p className="quiet">{t('automation.log_none')}</p>}
      <ul className="automation-log">
        {runs?.map((run) => (
          <li key={run.id}>
            <time>{dayTime(Date.parse(run.at), now, zone)}</time>
            <b>{run.name}</b>
            <span>
              {run.results.length === 0 && t('automation.log_soon')}
              {run.results.map((each, index) => (
                <span key={index} className={each.done ? 'tag' : 'tag automation-not'}>
                  {each.done ? t('automation.did', { act: t(`automation.act.${each.act.kind}`), who: each.who }) : t('automation.did_not', { act: t(`automation.act.${each.act.kind}`), why: each.why })}
                </span>
              ))}
            </span>
            <Link to="/c/$id" params={{ id: run.conversation_id }}>{t('automation.look')}</Link>
          </li>
        ))}
      </ul>
      {hasNextPage && <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('automation.log_more')}</Button>}
    </section>
  );
}
