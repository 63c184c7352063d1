import type { GuideFact, GuideStep, PlaybookFact, PlaybookRun } from '../api/wire';
import { language } from '../i18n';

/** The steps on the way, apart: what is behind, what is next, and what comes after it. */
export function parts({ steps, next }: PlaybookRun): { behind: GuideStep[]; now: GuideStep | undefined; ahead: GuideStep[] } {
  const at = steps.findIndex((each) => each.id === next);
  if (at < 0) return { behind: steps.filter(touched), now: undefined, ahead: [] };
  return {
    behind: steps.filter((each, index) => index !== at && touched(each)),
    now: steps[at],
    ahead: steps.filter((each, index) => index !== at && each.here && each.state === 'open'),
  };
}

const touched = (step: GuideStep) => step.state !== 'open';

/** How far it is, as "3/14". */
export function count(run: PlaybookRun): { done: number; all: number } {
  const way = run.steps.filter((each) => each.here || touched(each));
  return { done: way.filter((each) => each.state === 'done' || each.state === 'skipped').length, all: way.length };
}

/** A known fact in words. */
export function valueWords(fact: PlaybookFact, known: GuideFact, yes: string, no: string): string {
  switch (fact.type) {
    case 'yesno': return known.value === 'true' ? yes : no;
    case 'money': return `¥${Number(known.value) / 100}`;
    case 'choice': {
      const value = fact.values.find((each) => each.code === known.value);
      return language() === 'en' ? known.value : value?.name ?? known.value;
    }
    default: return known.value;
  }
}
