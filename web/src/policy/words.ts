import type { PolicyFact, PolicyOffer, PolicyRow, PolicyTable, PolicyTerms } from '../api/wire';
import { language, t } from '../i18n';
import { money } from '../ui/money';

export function factName(fact: PolicyFact | undefined, name: string): string {
  return fact ? (language() === 'en' ? fact.en : fact.zh) : name;
}

export function question(fact: PolicyFact): string {
  return (language() === 'en' && fact.ask_en) || fact.ask;
}

export function remedyName(terms: PolicyTerms | undefined, code: string): string {
  const found = terms?.remedies.find((each) => each.code === code || each.zh === code);
  return found ? (language() === 'en' ? found.en : found.zh) : code;
}

/** The range of an offer: floor, suggestion and cap, as far as they differ. */
export function rangeOf(offer: PolicyOffer): string {
  if (offer.state === 'verify') return offer.at_least ? t('policy.sure', { money: money(offer.at_least) }) : '';
  const parts = [];
  if (offer.floor !== null) parts.push(t('policy.floor_of', { money: money(offer.floor) }));
  if (offer.suggested !== null && offer.suggested !== offer.floor) parts.push(t('policy.suggested_of', { money: money(offer.suggested) }));
  if (offer.cap !== null && offer.cap !== offer.suggested) parts.push(t('policy.cap_of', { money: money(offer.cap) }));
  return parts.join(' · ');
}

/** The value of a fact as people read it. */
export function valueText(fact: PolicyFact | undefined, value: string): string {
  if (!fact) return value;
  if (fact.type === 'money' && /^\d+$/.test(value)) return money(Number(value));
  const found = fact.values.find((each) => each.code === value);
  return found ? found.zh : value;
}

const lineOf = ({ cells, guard, remedy, amount, cap, approval, note }: PolicyRow) => JSON.stringify([cells, guard ?? '', remedy, amount ?? '', cap ?? '', approval ?? '', note ?? '']);

/** What two editions say differently, by the ids of their rows. */
export function difference(before: PolicyTable | undefined, after: PolicyTable) {
  const old = before?.rows ?? [];
  return {
    added: after.rows.filter((row) => !old.some((each) => each.id === row.id)),
    removed: old.filter((row) => !after.rows.some((each) => each.id === row.id)),
    changed: after.rows.flatMap((row) => {
      const was = old.find((each) => each.id === row.id);
      return was && lineOf(was) !== lineOf(row) ? [{ was, is: row }] : [];
    }),
  };
}

/** A row in one line. */
export function rowText(row: PolicyRow): string {
  return `${row.cells.filter((each) => each !== '' && each !== '-').join(' · ') || t('policy.any')} → ${row.remedy} ${row.amount ?? ''}${row.cap ? ` ≤ ${row.cap}` : ''}`;
}

/** An id that no row has. */
export function freeId(rows: PolicyRow[]): string {
  for (let n = rows.length + 1; ; n += 1) if (!rows.some((each) => each.id === `r${n}`)) return `r${n}`;
}

/** A remedy as tables write it. */
export function zhOf(terms: PolicyTerms, code: string): string {
  return terms.remedies.find((each) => each.code === code)?.zh ?? code;
}
