/** One question of the form of a ticket. */
export interface Field {
  id: string;
  name: string;
  kind: 'text' | 'choice' | 'number' | 'date';
  when: 'sending' | 'result';
  required: boolean;
  options?: string[];
}

export interface TaskFile {
  id: string;
  name: string;
  media_type: string;
  url: string;
  thumb_url: string | null;
}

/** A ticket as the holder of a link sees it. */
export interface Task {
  shop: string;
  zone: string;
  department: string;
  number: string;
  type: string;
  title: string;
  text: string;
  form: Field[];
  fields: Record<string, string>;
  state: 'pending' | 'open' | 'taken' | 'waiting_buyer' | 'handed_back' | 'done' | 'withdrawn';
  /** Who has taken it; empty for nobody. */
  worker: string;
  due_at: string | null;
  left_minutes: number;
  progress: string;
  note: string;
  result: string;
  files: TaskFile[];
  version: number;
  now: string;
}
