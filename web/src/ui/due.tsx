import { useT } from '../i18n';
import { useNow } from './clock';
import { rough, running } from './time';

const amber = 60 * 60_000;
const red = 30 * 60_000;

/** "11 min left" or "8 min over", counting. */
export function DueChip({ at, broken = false }: { at: string; broken?: boolean }) {
  const t = useT();
  const left = Date.parse(at) - useNow();
  const over = left < 0 || broken;
  const tone = over ? 'over' : left < red ? 'hot' : left < amber ? 'warm' : 'calm';
  return <span className={`due due-${tone}`}>{over ? t('due.over', { time: rough(left) }) : t('due.left', { time: rough(left) })}</span>;
}

/** How long somebody has waited for an answer; it reddens. */
export function WaitingClock({ since }: { since: string }) {
  const t = useT();
  const waited = Math.max(0, useNow() - Date.parse(since));
  const tone = waited >= 3 * 60_000 ? 'hot' : waited >= 60_000 ? 'warm' : 'calm';
  return <span className={`waiting waiting-${tone}`}>{t('waiting.for', { time: running(waited) })}</span>;
}
