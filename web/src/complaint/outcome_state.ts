import type { Case, Commitment } from '../api/wire';

/** Where the question "is it solved?" stands. */
export type OutcomeState = 'not_asked' | 'asked' | 'confirmed' | 'declined' | 'closed';

export function outcomeState({ outcome, stage }: Case): OutcomeState {
  if (outcome === 'confirmed') return 'confirmed';
  if (outcome === 'unanswered') return 'closed';
  if (stage === 'closed') return 'closed';
  return outcome || 'not_asked';
}

/** How many commitments still stand in the way of asking. */
export function unsettled(commitments: Commitment[], caseId: string): number {
  return commitments.filter((each) => each.case_id === caseId && each.state === 'open').length;
}
