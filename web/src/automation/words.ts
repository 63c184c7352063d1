import type { AutomationAct, AutomationCondition, AutomationDraft } from '../api/wire';
import { t, tOr } from '../i18n';

export const triggers: AutomationDraft['when'][] = ['begins', 'writes', 'waited', 'opened', 'staged', 'broken', 'overdue', 'returned'];
export const actKinds: AutomationAct['kind'][] = ['notify', 'assign_person', 'assign_skill', 'tag', 'severity', 'ticket', 'propose'];

type Field = AutomationCondition['field'];
type Op = AutomationCondition['op'];

/** The operators of each field, as the server knows them. */
export const fields: Record<Field, Op[]> = {
  words: ['has', 'has_none'],
  scenario: ['in', 'not_in'],
  severity: ['at_least', 'in', 'not_in'],
  stage: ['in', 'not_in'],
  level: ['in', 'not_in'],
  tags: ['has', 'has_none'],
  language: ['in', 'not_in'],
  paid: ['at_least', 'below'],
  assigned: ['is'],
  hours: ['is'],
  channel: ['in', 'not_in'],
};

export const emptyDraft = (): AutomationDraft => ({ name: '', when: 'writes', every: true, conditions: [], acts: [{ kind: 'notify', to: 'supervisors', text: '' }] });

/** A value of a condition, in words. */
export function valueName(field: Field, value: string): string {
  switch (field) {
    case 'scenario':
      return tOr(`scenario.${value}`, value);
    case 'severity':
      return tOr(`severity.${value}`, value);
    case 'stage':
      return tOr(`stage.${value}`, value);
    case 'level':
      return tOr(`automation.level.${value}`, value);
    case 'language':
      return tOr(`need.lang.${value}`, value);
    case 'assigned':
    case 'hours':
      return tOr(`automation.${value}`, value);
    case 'paid':
      return `\u00a5${Number(value) / 100}`;
    default:
      return value;
  }
}

export function conditionText({ field, op, values }: AutomationCondition): string {
  return t('automation.row', { field: t(`automation.field.${field}`), op: t(`automation.op.${op}`), values: values.map((each) => valueName(field, each)).join(t('need.and')) });
}

/** What a rule waits for and under which conditions, in one sentence. */
export function ruleText({ when, minutes = 0, every, conditions, expression }: AutomationDraft): string {
  const rows = conditions.map(conditionText);
  if (expression) rows.push(expression);
  const start = t(`automation.when.${when}`, { n: minutes });
  return rows.length === 0 ? start : t('automation.if', { when: start, rows: rows.join(t(every ? 'automation.all' : 'automation.one')) });
}

export function actText({ kind, to = '', text = '' }: AutomationAct, names: Record<string, string>): string {
  const who = tOr(`automation.to.${to}`, tOr(`severity.${to}`, names[to] ?? to));
  return t(`automation.act_text.${kind}`, { to: who, text });
}
