import { addWords, useT as useAnyT, type Args, type Key } from '../i18n';
import en from '../i18n/liability.en.json';
import zhCN from '../i18n/liability.zh-CN.json';
import type { LiabilityFinding } from '../api/wire';

// They come with these parts, since the first page has no use for them.
addWords(zhCN, en);

/** t for these parts, which have words of their own. */
export const useT = useAnyT as () => (key: Key | keyof typeof zhCN, args?: Args) => string;

/** Who may be held responsible, in the order in which they are shown. */
export const parties = ['product', 'warehouse', 'carrier', 'platform', 'misuse', 'force_majeure', 'unknown'] as const;
export type Party = (typeof parties)[number];

/** What was decided last about each issue and not taken back, in the order of all. */
export function standing(all: LiabilityFinding[]): (LiabilityFinding & { party: Party })[] {
  return all.filter((each): each is LiabilityFinding & { party: Party } => each.party !== '' && !all.some(({ issue, n }) => issue === each.issue && n > each.n));
}

/** How often something was decided about an issue, which the server wants to hear back. */
export function newest(all: LiabilityFinding[], issue: string): number {
  return Math.max(0, ...all.filter((each) => each.issue === issue).map(({ n }) => n));
}
