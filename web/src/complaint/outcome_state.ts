import type { Case, Commitment } from '../api/wire';

/** Where the question "is it solved?" stands. */
export type OutcomeState = 'not_asked' | 'asked' | 'confirmed' | 'declined' | 'closed';

export function outcomeState(complaint: Case): OutcomeState {
  if (complaint.outcome === 'confirmed') return 'confirmed';
  if (complaint.stage === 'closed') return 'closed';
  if (!complaint.outcome_asked_at) return 'not_asked';
  if (complaint.stage === 'verifying') return 'asked';
  return 'declined';
}

/** How many commitments still stand in the way of asking. */
export function unsettled(commitments: Commitment[], caseId: string): number {
  return commitments.filter((each) => each.case_id === caseId && each.state === 'open').length;
}
