import type { Commitment, Options, Outcome, Rating, Restatement, Stage } from '../conversation/wire';

/** Something that happened, in a form for everybody. */
export interface Step {
  at: string;
  kind: Stage | 'reopened' | 'unsolved' | 'corrected' | `commitment_${'made' | 'kept' | 'updated' | 'waived' | 'broken'}` | 'ticket_sent' | 'ticket_done' | 'compensation_approved' | 'compensation_paid';
  /** Of a commitment, or of work that a department does. */
  text: string;
}

/** Work that a department does, in words for the buyer. */
export interface Ticket {
  text: string;
  state: 'planned' | 'working' | 'waiting_buyer' | 'done';
  made_at: string;
  changed_at: string;
  done_at: string | null;
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
  tickets: Ticket[];
  steps: Step[];
  /** Number of the case in which this one goes on; empty when it was not merged. */
  merged_with: string;
  restatement: Restatement | null;
  outcome: Outcome | null;
  /** What is offered, or was chosen. */
  options: Options | null;
  /** Until when it may be opened again; set while it is closed. */
  reopen_until: string | null;
  may_rate: boolean;
  rating: Rating | null;
  /** End of the buyer's service code; empty when they have none. */
  code_tail: string;
  now: string;
}
