import { useQuery } from '@tanstack/react-query';
import type { TimelineEntry } from '../api/wire';
import { t as sentenceOf, tOr, useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Failure, Loading } from '../ui/states';
import { dayTime, fullTime } from '../ui/time';
import { caseQuery } from './api';

/** Who did what to a case, the latest first. */
export function Timeline({ caseId, zone }: { caseId: string; zone: string }) {
  const t = useT();
  const now = useNow();
  const { data, error, refetch } = useQuery(caseQuery(caseId));
  return (
    <section className="panel-part" aria-label={t('timeline.title')}>
      <header><h3>{t('timeline.title')}</h3></header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />)}
      <ol className="timeline">
        {data && shown(data.timeline).map((entry, index) => (
          <li key={`${entry.at} ${entry.verb} ${index}`}>
            <div><b>{tOr(`verb.${entry.verb}`, entry.verb)}</b>{entry.detail && <span>{entry.detail}</span>}</div>
            <em>{who(entry)} · <time dateTime={entry.at} title={fullTime(Date.parse(entry.at), zone)}>{dayTime(Date.parse(entry.at), now, zone)}</time></em>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A commitment tells of itself, so the case need not tell that it took one. */
function shown(timeline: TimelineEntry[]): TimelineEntry[] {
  return timeline.filter((entry) => entry.verb !== 'complaint.commit').reverse();
}

/** Only people of the team are named by the record. */
function who({ actor, verb }: TimelineEntry): string {
  if (actor) return actor;
  return sentenceOf(verb === 'complaint.answer' ? 'timeline.buyer' : 'timeline.system');
}
