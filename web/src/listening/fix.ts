import type { Correction, Heard, HeardFact, HeardSense } from '../api/wire';
import { t, tOr } from '../i18n';

/** Something that was heard, about to be corrected. */
export interface Fix {
  what: Correction['what'];
  /** The message in which it was heard. */
  seq: number;
  heard: HeardSense;
}

/** What a fact is taken for; an amount is in fen. */
export const senseOf = ({ type, value, fen }: HeardFact): HeardSense => ({ type, value: type === 'amount' ? String(fen) : value });

/** The types of facts that somebody may name, besides those that only the engines tell. */
export const nameable: HeardFact['type'][] = ['order_no', 'tracking_no', 'product', 'batch', 'phone', 'amount', 'date', 'quantity', 'contacts'];

export const kinds: Heard['turns'][number]['kind'][] = ['angry', 'anxious', 'disappointed', 'sad', 'sarcastic', 'calm', 'pleased'];

/** The value as people type it: an amount in yuan. */
export const typed = ({ type, value = '' }: HeardSense): string => (type === 'amount' ? String(Number(value) / 100) : value);

/** What was typed as it is sent: fen, or what stands there. */
export function sent(type: string, text: string): string {
  if (type !== 'amount') return text.trim();
  const digits = text.replace(/[^\d.]/g, '');
  const yuan = Number(digits);
  return digits !== '' && Number.isFinite(yuan) ? String(Math.round(yuan * 100)) : text.trim();
}

/** What somebody takes words for, in words. */
export function senseWords(what: Fix['what'], sense: HeardSense): string {
  const { type, level = 0, under_way: done } = sense;
  switch (what) {
    case 'fact': return type ? `${tOr(`fact.${type}`, type)} ${typed(sense)}` : t('heard.fix.nothing');
    case 'scenario': return type ? tOr(`scenario.${type}`, type) : t('heard.fix.no_scenario');
    case 'emotion': return type === 'calm' || type === 'pleased' ? tOr(`emotion.${type}`, type) : t('heard.mood', { kind: tOr(`emotion.${type}`, type), level: String(level) });
    case 'risk': return type ? tOr(`risk.${type}`, type) + (done ? t('event.risk.done') : '') : t('heard.fix.no_risk');
  }
}
