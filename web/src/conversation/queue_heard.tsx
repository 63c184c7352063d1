import { Tooltip } from 'antd';
import type { QueueHeard, QueueItem, Severity } from '../api/wire';
import { tOr, useT } from '../i18n';

/** A mouth: up, flat, down. */
const mouths: Record<string, string> = { pleased: 'M5 9q3 4 6 0', anxious: 'M5 11h6', sarcastic: 'M5 11h6' };

/** What the buyer feels, as a face: the stronger, the warmer. Who is calm has none. */
export function MoodFace({ heard }: { heard?: QueueHeard | null }) {
  const t = useT();
  if (!heard || heard.kind === 'calm' || heard.level === 0) return null;
  const feeling = t(`emotion.${heard.kind}`);
  const words = heard.kind === 'pleased' ? feeling : t('heard.mood', { kind: feeling, level: String(heard.level) });
  return (
    <Tooltip title={words}>
      <span role="img" aria-label={words} className={`queue-mood queue-mood-${heard.kind === 'pleased' ? 'pleased' : heard.level}`}>
        <svg viewBox="0 0 16 16" aria-hidden><circle cx="8" cy="8" r="6.5" /><path d={`M6 6v1M10 6v1${mouths[heard.kind] ?? 'M5 12q3-4 6 0'}`} /></svg>{heard.kind !== 'pleased' && <b aria-hidden>{heard.level}</b>}
      </span>
    </Tooltip>
  );
}

/** The gravest risk that was heard, and how many more. */
export function RiskMark({ heard }: { heard?: QueueHeard | null }) {
  const t = useT();
  const [first, ...more] = heard?.risks ?? [];
  if (!first) return null;
  const name = ({ type, under_way }: typeof first) => tOr(`risk.${type}`, type) + (under_way ? t('event.risk.done') : '');
  return (
    <span className={`queue-risk${first.under_way || first.type === 'safety' ? ' queue-risk-now' : ''}`} title={[first, ...more].map(name).join(t('need.and'))}>
      {tOr(`risk.${first.type}`, first.type)}{first.under_way && t('queue.risk_now')}{more.length > 0 && ` +${more.length}`}
    </span>
  );
}

const order: Severity[] = ['low', 'normal', 'high', 'critical'];

/** How grave a row is: the graver of its case and of what was heard; '' where neither says so. */
export function gravity({ case: open, heard }: Pick<QueueItem, 'case' | 'heard'>): Severity | '' {
  const rank = (severity: string | undefined) => order.findIndex((each) => each === severity);
  return order[Math.max(rank(open?.severity), rank(heard?.severity))] ?? '';
}
