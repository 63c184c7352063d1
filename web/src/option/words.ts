import type { OptionFound } from '../api/wire';
import { t, tOr } from '../i18n';
import { money } from '../ui/money';

/** What an option costs the shop, in one line; empty if it costs nothing. */
export function costOf({ cost }: OptionFound): string {
  const parts = [
    cost.money_fen !== null && cost.money_fen > 0 && t('option.cost_money', { money: money(cost.money_fen) }),
    cost.goods_fen !== null && t('option.cost_goods', { money: money(cost.goods_fen) }),
    cost.freight_fen !== null && t('option.cost_freight', { money: money(cost.freight_fen) }),
  ].filter(Boolean);
  if (parts.length === 0 && !cost.at_least) return '';
  const sum = t(cost.at_least ? 'option.cost_least' : 'option.cost_sum', { money: money(cost.sum_fen) });
  return [sum, parts.length > 1 && parts.join(' + '), cost.back && t('option.cost_back')].filter(Boolean).join(' · ');
}

/** Why an option is there, in a few words each. */
export function reasonsOf({ why }: OptionFound): string[] {
  return why.map(({ code, fen }) => tOr(`option.why.${code}`, code, { money: money(fen) }));
}

/** Between which amounts it may be, empty where there is nothing to choose. */
export function rangeOf({ floor, cap }: OptionFound): string {
  if (cap === null) return '';
  const least = Math.max(floor ?? 1, 1);
  return least === cap ? '' : t('option.range', { min: money(least), max: money(cap) });
}
