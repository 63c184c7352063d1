import type { Problem } from './wire';

/**
 * An answer that is not 2xx, or no answer at all (status 0). Its message is a
 * sentence for people: the server's own when it sent one.
 */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;

  constructor(problem: Partial<Problem> & Pick<Problem, 'status'>, sentence: string) {
    super(sentence);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code ?? '';
    this.fields = fieldErrors(problem, sentence);
  }
}

function fieldErrors(problem: Partial<Problem>, sentence: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const each of problem.errors ?? []) fields[each.field] = each.detail;
  if (problem.field && !(problem.field in fields)) fields[problem.field] = sentence;
  return fields;
}

/** The state was another than the caller thought. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 409;
}

/** Somebody else changed the row since it was read. */
export function isChanged(error: unknown): boolean {
  return isConflict(error) && (error as ProblemError).code.endsWith('changed');
}

/** What is wrong with the fields of a form, by their names. */
export function fieldsOf(error: unknown): Record<string, string> {
  return error instanceof ProblemError ? error.fields : {};
}

/** What is to be said below a form: nothing when each sentence stands at its field. */
export function besides(error: unknown, shown: (field: string) => boolean): unknown {
  const fields = Object.keys(fieldsOf(error));
  return fields.length > 0 && fields.every(shown) ? undefined : (error ?? undefined);
}

export function statusOf(error: unknown): number {
  return error instanceof ProblemError ? error.status : 0;
}
