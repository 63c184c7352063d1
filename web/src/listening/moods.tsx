import { Tooltip } from 'antd';
import type { HeardTurn } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { ago } from '../ui/time';
import { FixButton } from './corrections';
import type { Fix } from './fix';

interface Props {
  turns: HeardTurn[];
  zone: string;
  onMessage(seq: number): void;
  onFix?: (fix: Fix) => void;
}

/** How many of the last turns are drawn. */
const shown = 9;

/** What a buyer felt from turn to turn: the higher, the stronger. */
export function Moods({ turns, zone, onMessage, onFix }: Props) {
  const t = useT();
  const now = useNow();
  const some = turns.slice(-shown);
  const last = some.at(-1)!;
  const words = ({ kind, level }: HeardTurn) => {
    const feeling = t(`emotion.${kind}`);
    return kind === 'calm' || kind === 'pleased' ? feeling : t('heard.mood', { kind: feeling, level: String(level) });
  };
  return (
    <div className="moods">
      <ol aria-label={t('heard.moods')}>
        {some.map((turn) => (
          <li key={turn.from}>
            <Tooltip title={`${words(turn)} · ${ago(Date.parse(turn.at), now, zone)}`}>
              <button type="button" className={`mood mood-${turn.kind} mood-${turn.level}`} aria-label={words(turn)} onClick={() => onMessage(turn.to)}><i /></button>
            </Tooltip>
          </li>
        ))}
      </ol>
      <p>
        {t('heard.now', { mood: words(last) })}
        <FixButton fix={{ what: 'emotion', seq: last.to, heard: { type: last.kind, level: last.level } }} onFix={onFix} />
      </p>
    </div>
  );
}
