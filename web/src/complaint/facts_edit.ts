import type { Case, CaseFacts } from '../api/wire';
import { read, useStored } from '../ui/stored';

export function factsOf({ scenario, severity, demands, order_no, summary }: Case): CaseFacts {
  return { scenario, severity, demands, order_no, summary };
}

/** The facts as they are, with what was typed laid over them. */
export function typedOver(base: Case, typed: Partial<CaseFacts>): CaseFacts {
  return { ...factsOf(base), ...typed };
}

type Typed = Partial<CaseFacts>;

const nameOf = (userId: string, caseId: string) => `anxin.facts.${userId}.${caseId}`;

/** What was typed over the facts of a case and is not saved yet, also after a reload. */
export function useTyped(userId: string, caseId: string): [Typed, (typed: Typed | undefined) => void] {
  return useStored<Typed>(nameOf(userId, caseId), {});
}

export function hasTyped(userId: string, caseId: string): boolean {
  return Object.keys(read<Typed>(nameOf(userId, caseId), {})).length > 0;
}
