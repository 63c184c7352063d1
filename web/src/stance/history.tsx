import { CheckCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Stance, StanceOffered } from '../api/wire';
import { dateTime } from '../ui/time';
import { useT } from './words';

interface Props {
  stance: Stance;
  zone: string;
  onMessage(seq: number): void;
}

interface Line {
  at: string;
  what: string;
  words: string;
  by: string;
  seq: number;
}

/** What was done, with what was offered, in the order of time. */
export function Steps({ stance, offered, zone, onMessage }: Props & { offered: StanceOffered[] }) {
  const t = useT();
  const lines: Line[] = [
    ...stance.steps.map((each) => ({ at: each.at, what: t(each.outcome ? `stance.outcome.${each.outcome}` : `stance.verb.${each.verb}`), words: each.words, by: each.by.name, seq: each.seq })),
    ...offered.map((each) => ({ at: each.sent_at, what: t('stance.offered'), words: each.titles, by: '', seq: 0 })),
    ...offered.flatMap((each) => (each.refused && each.answered_at ? [{ at: each.answered_at, what: t('stance.refused'), words: each.titles, by: '', seq: 0 }] : [])),
  ].sort((a, b) => a.at.localeCompare(b.at));
  return (
    <ol className="stance-steps" aria-label={t('stance.steps')}>
      {lines.map((each, i) => (
        <li key={i}>
          <p><b>{each.what}</b> <time className="quiet">{dateTime(Date.parse(each.at), zone)}{each.by && ` · ${each.by}`}</time></p>
          {each.words && (each.seq > 0 ? <button type="button" className="stance-quote" onClick={() => onMessage(each.seq)}>{each.words}</button> : <p className="stance-words">{each.words}</p>)}
        </li>
      ))}
    </ol>
  );
}

/** The messages that were kept as they were said. */
export function Pins({ stance, zone, onMessage }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const whole = stance.broken === 0;
  return (
    <div className="stance-pins">
      <p className={whole ? 'stance-whole' : 'stance-broken'} role="status">
        {whole ? <CheckCircleFilled aria-hidden /> : <ExclamationCircleFilled aria-hidden />}
        {t(whole ? 'stance.kept' : 'stance.broken', { n: whole ? stance.pins.length : stance.broken })}
        {stance.pins.length > 0 && <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'stance.fold' : 'stance.look')}</Button>}
      </p>
      {open && (
        <ol>
          {stance.pins.map((each) => (
            <li key={each.n}>
              <button type="button" className="stance-quote" onClick={() => onMessage(each.seq)}>{each.text || each.files.join(t('stance.comma'))}</button>
              <p className="quiet">{t(each.sender === 'buyer' ? 'stance.buyer' : 'stance.ours')} {dateTime(Date.parse(each.at), zone)} <code title={each.sum}>{each.sum.slice(0, 12)}</code></p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
