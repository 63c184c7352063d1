// The shapes that cross the border to the server.

export interface Ref {
  id: string;
  name: string;
}

export interface Shop extends Ref {
  zone: string;
  permissions: string[];
}

export interface Me {
  id: string;
  name: string;
  login: string;
  demo: boolean;
  version: string;
  permissions: string[];
  shops: Shop[];
}

export type View = 'mine' | 'unassigned' | 'waiting' | 'all';
export type Severity = 'low' | 'normal' | 'high' | 'critical';
export type Stage =
  | 'received' | 'acknowledged' | 'understood' | 'investigating' | 'proposed'
  | 'agreed' | 'fulfilling' | 'verifying' | 'closed';

export interface QueueItem {
  conversation_id: string;
  shop_id: string;
  shop_name: string;
  customer: Ref;
  channel: string;
  preview: string;
  last_sender: 'buyer' | 'agent' | 'system';
  last_at: string;
  waiting_since: string | null;
  assignee: Ref | null;
  unread: number;
  head_seq: number;
  case: { id: string; number: string; scenario: string; severity: Severity; stage: Stage } | null;
  next_due: { commitment_id: string; text: string; due_at: string; broken: boolean } | null;
}

export interface QueuePage {
  items: QueueItem[];
  next: string | null;
  counts: Record<View, number>;
}

export interface Conversation {
  id: string;
  shop: { id: string; name: string; zone: string };
  customer: { id: string; name: string; since: string };
  channel: string;
  assignee: Ref | null;
  waiting_since: string | null;
  head_seq: number;
  agent_read_seq: number;
  buyer_read_seq: number;
  version: number;
}

export interface FileInfo {
  id: string;
  name: string;
  media_type: string;
  size: number;
  width: number;
  height: number;
  url: string;
  thumb_url: string | null;
}

export interface Message {
  id: string;
  seq: number;
  sender: { kind: 'buyer' | 'agent' | 'system'; id: string; name: string };
  kind: 'text' | 'file' | 'card' | 'event';
  text: string;
  files: FileInfo[];
  card: { kind: 'commitment' | 'outcome'; ref: string } | null;
  event?: { code: string; args?: Record<string, unknown> } | null;
  internal: boolean;
  key: string;
  at: string;
}

export interface Case {
  id: string;
  number: string;
  shop_id: string;
  customer_id: string;
  conversation_id: string;
  scenario: string;
  severity: Severity;
  demands: string[];
  order_no: string;
  summary: string;
  stage: Stage;
  owner: Ref;
  first_contact: Ref;
  opened_at: string;
  closed_at: string | null;
  outcome: string;
  outcome_asked_at: string | null;
  reopened_at: string | null;
  version: number;
}

export interface Commitment {
  id: string;
  case_id: string;
  text: string;
  due_at: string;
  grace_ends_at: string;
  state: 'open' | 'kept' | 'updated' | 'waived';
  broken_at: string | null;
  settled_at: string | null;
  owner: Ref;
  made_at: string;
  note: string;
  replaced_by: string | null;
  version: number;
}

export interface ConversationDetail {
  conversation: Conversation;
  messages: Message[];
  has_earlier: boolean;
  cases: Case[];
  commitments: Commitment[];
}

export interface MessagePage {
  messages: Message[];
  head_seq: number;
  has_earlier: boolean;
}

export interface TimelineEntry {
  at: string;
  actor: string;
  verb: string;
  detail: string;
}

export interface CaseDetail {
  case: Case;
  commitments: Commitment[];
  timeline: TimelineEntry[];
}

export interface Notice {
  id: string;
  kind: string;
  text: string;
  ref: { conversation_id?: string; case_id?: string; commitment_id?: string };
  at: string;
  read: boolean;
}

export interface NoticePage {
  items: Notice[];
  unread: number;
  next: string | null;
}

export interface DeadJob {
  id: string;
  kind: string;
  args: unknown;
  error: string;
  attempts: number;
  at: string;
}

export interface DeadJobPage {
  items: DeadJob[];
  next: string | null;
}

export interface Problem {
  status: number;
  title?: string;
  detail?: string;
  code?: string;
  field?: string;
  errors?: { field: string; detail: string }[];
}

export interface CaseFacts {
  scenario: string;
  severity: Severity;
  demands: string[];
  order_no: string;
  summary: string;
}

// The operations, in the form openapi-fetch reads.

interface Nothing {
  query?: never;
  header?: never;
  path?: never;
  cookie?: never;
}

type Operation<Answer, Params = unknown, Body = never> = {
  parameters: Omit<Nothing, keyof Params> & Params;
  responses: {
    200: { headers: Record<string, string>; content: { 'application/json': Answer } };
    default: { headers: Record<string, string>; content: { 'application/problem+json': Problem } };
  };
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { 'application/json': Body } } });

type Of = { path: { id: string } };
type Keyed = { header: { 'Idempotency-Key': string } };
type Paged<Query = unknown> = { query?: { after?: string; limit?: number } & Query };

export interface paths {
  '/api/session': {
    post: Operation<Me, unknown, { login: string; password: string }>;
    delete: Operation<undefined>;
  };
  '/api/sessions': { delete: Operation<undefined> };
  '/api/me': { get: Operation<Me> };
  '/api/me/password': { put: Operation<undefined, unknown, { current: string; new: string }> };
  '/api/setup': {
    get: Operation<{ shop_needed: boolean }, { query: { token: string } }>;
    post: Operation<Me, unknown, { token: string; shop_name: string; name: string; login: string; password: string }>;
  };
  '/api/queue': { get: Operation<QueuePage, Paged<{ view: View; shop?: string }>> };
  '/api/conversations/{id}': { get: Operation<ConversationDetail, Of> };
  '/api/conversations/{id}/messages': {
    get: Operation<MessagePage, Of & { query?: { since?: number; before?: number; limit?: number } }>;
    post: Operation<Message, Of & Keyed, { text: string; file_ids: string[] }>;
  };
  '/api/conversations/{id}/read': { post: Operation<undefined, Of, { seq: number }> };
  '/api/conversations/{id}/assign': { post: Operation<Conversation, Of, { version: number; assignee_id: string }> };
  '/api/conversations/{id}/cases': { post: Operation<Case, Of & Keyed, CaseFacts> };
  '/api/cases/{id}': {
    get: Operation<CaseDetail, Of>;
    patch: Operation<Case, Of, CaseFacts & { version: number }>;
  };
  '/api/cases/{id}/commitments': { post: Operation<Commitment, Of & Keyed, { text: string; due_at: string }> };
  '/api/cases/{id}/outcome': { post: Operation<Case, Of, { version: number; text: string }> };
  '/api/commitments/{id}/keep': { post: Operation<Commitment, Of, { version: number; note: string }> };
  '/api/commitments/{id}/update': {
    post: Operation<Commitment, Of, { version: number; text: string; due_at: string; note: string }>;
  };
  '/api/commitments/{id}/waive': { post: Operation<Commitment, Of, { version: number; reason: string }> };
  '/api/notices': { get: Operation<NoticePage, Paged> };
  '/api/notices/read': { post: Operation<undefined, unknown, { up_to: string }> };
  '/api/admin/jobs/dead': { get: Operation<DeadJobPage, Paged> };
  '/api/admin/jobs/{id}/retry': { post: Operation<undefined, Of> };
}
