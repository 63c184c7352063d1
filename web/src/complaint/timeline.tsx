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
            <div><b>{tOr(`verb.${entry.verb}`, entry.verb)}</b>{words(entry) && <span>{words(entry)}</span>}</div>
            <Steps entry={entry} />
            <em>{who(entry)} · <time dateTime={entry.at} title={fullTime(Date.parse(entry.at), zone)}>{dayTime(Date.parse(entry.at), now, zone)}</time></em>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The stages that a case came to, or passed over. */
function Steps({ entry: { moves } }: { entry: TimelineEntry }) {
  const t = useT();
  if (moves.length === 0) return null;
  return (
    <ul className="moves">
      {moves.map(({ stage, how }, index) => <li key={index} className={`move-${how}`}>{t(`move.${how}`, { name: tOr(`stage.${stage}`, stage) })}</li>)}
    </ul>
  );
}

/** What belongs to a line: why, to whom, and what was said. */
function words({ reason, to, number, detail }: TimelineEntry): string {
  return [reason && tOr(`escalation.${reason}`, reason), to, number, detail].filter(Boolean).join(' · ');
}

/** A commitment tells of itself, so the case need not tell that it took one. */
function shown(timeline: TimelineEntry[]): TimelineEntry[] {
  return timeline.filter((entry) => entry.verb !== 'complaint.commit' || entry.moves.length > 0).reverse();
}

const byBuyer = ['complaint.answer', 'complaint.answer_restatement', 'complaint.reopen'];

/** Only people of the team are named by the record. */
function who({ actor, verb }: TimelineEntry): string {
  if (actor) return actor;
  return sentenceOf(byBuyer.includes(verb) ? 'timeline.buyer' : 'timeline.system');
}
