import type { Commitment, Outcome, Rating, Restatement, Stage } from '../conversation/wire';

/** Something that happened, in a form for everybody. */
export interface Step {
  at: string;
  kind: Stage | 'reopened' | 'unsolved' | 'corrected' | `commitment_${'made' | 'kept' | 'updated' | 'waived' | 'broken'}`;
  /** Of a commitment. */
  text: string;
}

/** A case as its buyer sees it without the chat. */
export interface Progress {
  number: string;
  shop: { key: string; name: string; zone: string };
  topic: string;
  order_tail: string;
  stage: Stage;
  owner: string;
  opened_at: string;
  closed_at: string | null;
  commitments: Commitment[];
  steps: Step[];
  /** Number of the case in which this one goes on; empty when it was not merged. */
  merged_with: string;
  restatement: Restatement | null;
  outcome: Outcome | null;
  /** Until when it may be opened again; set while it is closed. */
  reopen_until: string | null;
  may_rate: boolean;
  rating: Rating | null;
  /** End of the buyer's service code; empty when they have none. */
  code_tail: string;
  now: string;
}
