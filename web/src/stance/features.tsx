import type { StanceBasis, StanceFeature, StanceSource } from '../api/wire';
import { money } from '../ui/money';
import { dateTime } from '../ui/time';
import { useT } from './words';

interface Props {
  features: StanceFeature[];
  basis: StanceBasis;
  zone: string;
  onMessage(seq: number): void;
}

/** What can be seen, each with what shows it. */
export function Features({ features, basis, zone, onMessage }: Props) {
  const t = useT();
  if (features.length === 0) return <p className="quiet">{t('stance.nothing')}</p>;
  return (
    <>
      <ul className="stance-features" aria-label={t('stance.features')}>
        {features.map((each) => (
          <li key={each.kind}>
            <p><b>{t(`stance.kind.${each.kind}`)}</b>{each.fen > 0 && <span className="stance-sum">{t('stance.asks', { money: money(each.fen) })}{each.kind === 'above_ceiling' && basis.fen !== null && ` · ${t('stance.above', { money: money(each.fen - basis.fen) })}`}</span>}</p>
            <ul>{each.sources.slice(-3).map((source, i) => <li key={i}><Shown source={source} zone={zone} onMessage={onMessage} /></li>)}</ul>
          </li>
        ))}
      </ul>
      <p className="quiet stance-note">{t('stance.note')}</p>
    </>
  );
}

function Shown({ source, zone, onMessage }: { source: StanceSource; zone: string; onMessage(seq: number): void }) {
  const t = useT();
  const at = <time className="quiet">{dateTime(Date.parse(source.at), zone)}</time>;
  if (source.type === 'message') {
    return <button type="button" className="stance-quote" onClick={() => onMessage(source.seq)}>{t('stance.quote', { words: source.text })} {at}</button>;
  }
  return <span className="quiet">{t(`stance.source.${source.type}`, { text: source.text })} {at}</span>;
}
