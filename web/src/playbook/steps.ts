import type { PlaybookForm, PlaybookStep } from '../api/wire';

export const kinds = ['say', 'ask', 'lookup', 'decide', 'evidence', 'ticket', 'commit', 'approve', 'handoff', 'close'] as const;
export const acts = ['empathy', 'safety', 'restate', 'explain', 'options', 'rules', 'progress', 'thanks'] as const;
export const stages = ['received', 'acknowledged', 'understood', 'investigating', 'proposed', 'agreed', 'fulfilling', 'verifying', 'closed'] as const;
export const departments = ['warehouse', 'logistics', 'aftersales', 'finance', 'quality', 'operations', 'legal', 'risk', 'supervisor'] as const;
export const tickets = ['check', 'ship', 'intercept', 'claim', 'repair', 'refund', 'test', 'page', 'recall', 'system', 'invoice', 'review', 'legal'] as const;
export const roles = ['supervisor', 'quality', 'legal', 'crisis_lead', 'human'] as const;
export const severities = ['low', 'normal', 'high', 'critical'] as const;

const none = { zh: '', en: '' };

/** A step with what its kind has to say, and nothing that it does not. */
export function asKind(step: PlaybookStep, kind: string): PlaybookStep {
  const { id, stage, text, required, when, branches, go } = step;
  const bare: PlaybookStep = { id, kind, stage, text, required, when, public: none, ...(kind !== 'close' && { branches, go }) };
  switch (kind) {
    case 'say': return { ...bare, act: 'explain' };
    case 'decide': return { ...bare, remedies: [] };
    case 'evidence': return { ...bare, items: [] };
    case 'ticket': return { ...bare, type: 'check', department: 'warehouse' };
    case 'commit': return { ...bare, due: '4h' };
    case 'approve': case 'handoff': return { ...bare, to: 'supervisor' };
    default: return bare;
  }
}

/** The form with a new step after another one, and the id of it. */
export function addAfter(form: PlaybookForm, after: string, kind: string): [PlaybookForm, string] {
  const at = form.steps.findIndex((each) => each.id === after);
  let n = 1;
  while (form.steps.some((each) => each.id === `${kind}_${n}`)) n++;
  const id = `${kind}_${n}`;
  const step = asKind({ id, kind, stage: form.steps[at]?.stage ?? 'acknowledged', text: none, public: none }, kind);
  return [{ ...form, steps: [...form.steps.slice(0, at + 1), step, ...form.steps.slice(at + 1)] }, id];
}

/** The form with a step one place up or down. */
export function moved(form: PlaybookForm, id: string, by: -1 | 1): PlaybookForm {
  const at = form.steps.findIndex((each) => each.id === id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= form.steps.length) return form;
  const steps = [...form.steps];
  [steps[at], steps[to]] = [steps[to]!, steps[at]!];
  return { ...form, steps };
}

export function without(form: PlaybookForm, id: string): PlaybookForm {
  return { ...form, steps: form.steps.filter((each) => each.id !== id) };
}

/** The steps to which one may lead: only later ones. */
export function after(form: PlaybookForm, id: string): PlaybookStep[] {
  return form.steps.slice(form.steps.findIndex((each) => each.id === id) + 1);
}
