import type { Case, CaseFacts } from '../api/wire';

export function factsOf({ scenario, severity, demands, order_no, summary }: Case): CaseFacts {
  return { scenario, severity, demands, order_no, summary };
}

/** The facts as they are, with what was typed laid over them. */
export function typedOver(base: Case, typed: Partial<CaseFacts>): CaseFacts {
  return { ...factsOf(base), ...typed };
}
