import type { CaseFacts } from '../api/wire';
import { t, tOr } from '../i18n';

/** A restatement to begin with, put together from the facts alone. */
export function restateText({ summary, demands, order_no, scenario }: CaseFacts): string {
  const what = summary.trim().replace(/\p{P}+$/u, '') || tOr(`scenario.${scenario}`, scenario);
  const wants = demands.map((each) => tOr(`demand.${each}`, each)).join(t('restate.and'));
  const said = order_no ? t('restate.with_order', { order: order_no, what }) : t('restate.what', { what });
  return wants ? t('restate.wants', { said, wants }) : said;
}
