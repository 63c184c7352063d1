// What travels between the widget and the server (JSON, snake_case, times RFC 3339).

export interface Session {
  token: string;
  conversation_id: string;
  shop: { name: string; zone: string };
  head_seq: number;
  now: string;
  open: boolean;
  opens_at: string | null;
}

export interface SentFile {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width?: number;
  height?: number;
  url: string;
  thumb_url: string | null;
}

export interface Message {
  id: string;
  seq: number;
  sender: { kind: 'buyer' | 'agent' | 'system'; id: string; name: string };
  kind: 'text' | 'file' | 'card' | 'event';
  text: string;
  files: SentFile[] | null;
  card: { kind: 'commitment' | 'outcome' | 'restatement' | 'progress' | 'rating' | 'options'; ref: string } | null;
  event?: { code: string; args?: Record<string, string> } | null;
  internal?: boolean;
  key: string;
  at: string;
  /** When it was taken back; there are no words then, and no files. */
  recalled_at?: string | null;
}

/** A hint of the socket: that there is something new, or that somebody is writing. */
export interface Hint {
  kind?: string;
  seq?: number;
  name?: string;
}

export interface Commitment {
  id: string;
  text: string;
  due_at: string;
  state: 'open' | 'kept' | 'updated' | 'waived';
  broken_at: string | null;
}

export interface Outcome {
  case_id: string;
  number: string;
  /**
   * Withdrawn: something new was committed to, so the question waits. Unanswered: closed because
   * nobody answered. Closed: for another reason than the buyer's word.
   */
  state: 'asked' | 'confirmed' | 'declined' | 'withdrawn' | 'unanswered' | 'closed';
  text: string;
  /** What the buyer said is still missing. */
  words: string;
  /** Whether the case rests, so that it can be opened again. */
  closed: boolean;
}

/** The question whether the shop has understood. */
export interface Restatement {
  case_id: string;
  number: string;
  state: 'asked' | 'confirmed' | 'corrected' | 'withdrawn';
  text: string;
  /** With which the buyer corrected it. */
  words: string;
}

/** What the shop offers; one tap chooses. */
export interface Options {
  id: string;
  number: string;
  state: 'sent' | 'chosen' | 'declined' | 'replaced' | 'withdrawn';
  intro: string;
  picks: { n: number; title: string; text: string }[];
  /** From 1; 0 for none. */
  chosen: number;
  words: string;
}

/** What the buyer says about how it went. */
export interface Opinion {
  score: number;
  words: string;
  /** Whether they had to explain the same thing more than once. */
  repeated: '' | 'yes' | 'no';
}

export interface Rating extends Opinion {
  at: string;
  /** The shop read it in what the buyer wrote. */
  marked: boolean;
}

export type Stage =
  'received' | 'acknowledged' | 'understood' | 'investigating' | 'proposed' | 'agreed' | 'fulfilling' | 'verifying' | 'closed';

/** A case of the buyer, besides the chat. */
export interface OwnCase {
  id: string;
  number: string;
  stage: Stage;
  owner: string;
  /** Of its progress page; empty when no link works. */
  url: string;
  may_rate: boolean;
  rating: Rating | null;
}

export interface OwnCases {
  /** Empty before the first case. */
  service_code: string;
  cases: OwnCase[];
}

export interface ThreadPage {
  /** Another one than before when the shop found that two conversations are with the same person. */
  conversation_id: string;
  /** How many conversations were merged into this one. When that changes it is read from its beginning. */
  merged_from: number;
  /** What was said in conversations that were merged into this one; with the first page only. */
  earlier: Message[] | null;
  messages: Message[] | null;
  head_seq: number;
  agent_read_seq: number;
  commitments: Commitment[] | null;
  outcome: Outcome | null;
  restatement: Restatement | null;
  now: string;
}

export const limits = { runes: 5000, files: 9, bytes: 20 * 1024 * 1024 };

/** What is sent as it is; other pictures are drawn anew as one of these, where the browser can. */
export const accepted = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4', 'video/quicktime', 'application/pdf'];
