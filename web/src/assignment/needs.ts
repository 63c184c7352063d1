import { t, tOr } from '../i18n';

export const languages = ['zh', 'en', 'ja', 'ko', 'ru', 'th'] as const;

/** Needs in words: skills have names of their own, languages and VIPs have codes. */
export function needs(list: string[]): string {
  return list.map((each) => tOr(`need.${each}`, each)).join(t('need.and'));
}
