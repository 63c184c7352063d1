import { HeartOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import type { Case, Rating } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { CopyText } from '../ui/copy';
import { dayTime, fullTime } from '../ui/time';

interface Props {
  complaint: Case;
  ratings: Rating[];
  zone: string;
}

/** What the buyer said of each time that the case was closed, the latest first. */
export function Ratings({ complaint, ratings, zone }: Props) {
  const t = useT();
  const waits = complaint.stage === 'closed' && !complaint.merged_into && !ratings.some((each) => each.closed_at === complaint.closed_at);
  return (
    <section className="panel-part" aria-label={t('rating.title')}>
      <header>
        <h3>{t('rating.title')}</h3>
        {waits && <CopyText text={t('rating.as_text', { number: complaint.number })} />}
      </header>
      {waits && <p className="quiet">{t('rating.none')}</p>}
      {ratings.map((each) => <One key={each.closed_at} rating={each} zone={zone} />)}
    </section>
  );
}

function One({ rating: { score, words, repeated, at, praise, marked }, zone }: { rating: Rating; zone: string }) {
  const t = useT();
  const now = useNow();
  return (
    <article className={score <= 2 ? 'rating rating-low' : 'rating'}>
      <p>
        <span className="rating-stars" aria-hidden>{Array.from({ length: 5 }, (_, i) => (i < score ? <StarFilled key={i} /> : <StarOutlined key={i} />))}</span>
        {t('rating.score', { score })}
        {praise && <span className="rating-praise"><HeartOutlined />{t('rating.praise')}</span>}
      </p>
      {words && <p className="said">{words}</p>}
      {repeated && <p className="quiet">{t(`rating.repeated_${repeated}`)}</p>}
      <em>{marked && `${t('rating.marked')} · `}<time dateTime={at} title={fullTime(Date.parse(at), zone)}>{dayTime(Date.parse(at), now, zone)}</time></em>
    </article>
  );
}
