import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { RuleDraft, RulePackDetail, RuleShelf, RuleTrial } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { examine, putRule } from './api';
import { fieldsOf, ruleOf, type Fields } from './form';

interface Props {
  pack: RulePackDetail;
  shelf: RuleShelf;
  rule: RuleDraft;
  onDone(): Promise<unknown>;
  onClose(): void;
}

const kinds = ['existence', 'substitution', 'occurrence', 'require_pair'] as const;
const levels = ['hint', 'warning', 'error', 'block'] as const;

/** How long after the last key the examples are run, in ms. */
const rest = 350;

/** Runs the examples of a rule while it is written. */
function useTrial(id: string, fields: Fields): RuleTrial | undefined {
  const [trial, setTrial] = useState<RuleTrial>();
  useEffect(() => {
    let over = false;
    const look = setTimeout(() => void examine(id, { rule: ruleOf(fields) }).then((got) => over || setTrial(got), () => undefined), rest);
    return () => {
      over = true;
      clearTimeout(look);
    };
  }, [id, fields]);
  return trial;
}

/** A rule of one of the simple kinds, with its examples beside it. */
export function RuleForm({ pack, shelf, rule, onDone, onClose }: Props) {
  const t = useT();
  const [fields, setFields] = useState(() => fieldsOf(rule));
  const [seen] = useState(pack); // the version in which the rule was opened
  const trial = useTrial(pack.id, fields);
  const save = useMutation({ mutationFn: () => putRule(seen, ruleOf(fields)), onSuccess: onClose, onSettled: onDone });
  const fill = (part: Partial<Fields>) => setFields({ ...fields, ...part });
  const mine = trial?.problems.filter((each) => each.rule === trial.rule) ?? [];
  return (
    <form className="rule-form" aria-label={t(rule.id ? 'rulepack.edit_form' : 'rulepack.new_form')} onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <div>
        <Heading fields={fields} shelf={shelf} fill={fill} />
        <Looking fields={fields} fill={fill} />
        <Saying fields={fields} fill={fill} />
      </div>
      <div>
        <Examples label={t('rulepack.bad')} good={false} fields={fields} trial={trial} fill={fill} />
        <Examples label={t('rulepack.good')} good fields={fields} trial={trial} fill={fill} />
        {mine.length > 0 && <ul className="rule-problems">{mine.map(({ why }, i) => <li key={i}>{why}</li>)}</ul>}
      </div>
      <div className="rule-form-save">
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('rulepack.keep')}</Button>
        <Button type="text" onClick={onClose}>{t('act.cancel')}</Button>
        <Problem error={save.error} />
      </div>
    </form>
  );
}

interface Part {
  fields: Fields;
  fill(part: Partial<Fields>): void;
}

function Heading({ fields: { category, kind, level }, shelf, fill }: Part & { shelf: RuleShelf }) {
  const t = useT();
  const blocks = shelf.blockable.includes(category);
  const change = (next: string) => fill({ category: next, level: level === 'block' && !shelf.blockable.includes(next) ? 'error' : level });
  return (
    <div className="rule-form-head">
      <Field label={t('rules.category')}>
        {(id) => <Select id={id} value={category} options={shelf.categories.map((value) => ({ value, label: tOr(`assist.category.${value}`, value) }))} onChange={change} />}
      </Field>
      <Field label={t('rulepack.kind')}>
        {(id) => <Select id={id} value={kind} options={kinds.map((value) => ({ value, label: t(`rulepack.kind.${value}`) }))} onChange={(next) => fill({ kind: next })} />}
      </Field>
      <Field label={t('rules.level')}>
        {(id) => <Select id={id} value={level} options={levels.filter((each) => each !== 'block' || blocks).map((value) => ({ value, label: t(`rules.level.${value}`) }))} onChange={(next) => fill({ level: next })} />}
      </Field>
    </div>
  );
}

/** What the rule looks for. */
function Looking({ fields, fill }: Part) {
  const t = useT();
  const { kind, pattern, replace, pair, within, count, except } = fields;
  return (
    <>
      {kind === 'substitution' ? (
        <Field label={t('rulepack.replace')} required hint={t('rulepack.replace_hint')}>
          {(id) => <Input.TextArea id={id} autoSize={{ minRows: 2, maxRows: 8 }} value={replace} onChange={(e) => fill({ replace: e.target.value })} />}
        </Field>
      ) : (
        <Field label={t('rulepack.pattern')} required hint={t('rulepack.pattern_hint')}>
          {(id) => <Input.TextArea id={id} autoSize={{ minRows: 2, maxRows: 8 }} value={pattern} onChange={(e) => fill({ pattern: e.target.value })} />}
        </Field>
      )}
      {kind === 'require_pair' && (
        <>
          <Field label={t('rulepack.pair')} required hint={t('rulepack.pair_hint')}>
            {(id) => <Input.TextArea id={id} autoSize={{ minRows: 1, maxRows: 6 }} value={pair} onChange={(e) => fill({ pair: e.target.value })} />}
          </Field>
          <Field label={t('rulepack.within')}>
            {(id) => <InputNumber id={id} min={1} max={2000} precision={0} value={within} onChange={(next) => next !== null && fill({ within: next })} />}
          </Field>
        </>
      )}
      {kind === 'occurrence' && (
        <Field label={t('rulepack.times')}>
          {(id) => <InputNumber id={id} min={2} max={20} precision={0} value={count} onChange={(next) => next !== null && fill({ count: next })} />}
        </Field>
      )}
      <Field label={t('rulepack.except')} hint={t('rulepack.except_hint')}>
        {(id) => <Input.TextArea id={id} autoSize={{ minRows: 1, maxRows: 6 }} value={except} onChange={(e) => fill({ except: e.target.value })} />}
      </Field>
    </>
  );
}

/** What people read about a finding. */
function Saying({ fields: { message, why, better }, fill }: Part) {
  const t = useT();
  return (
    <>
      <Field label={t('rulepack.message')} required hint={t('rulepack.message_hint')}>
        {(id) => <Input id={id} maxLength={300} value={message} onChange={(e) => fill({ message: e.target.value })} />}
      </Field>
      <Field label={t('rules.why')} required>
        {(id) => <Input id={id} maxLength={300} value={why} onChange={(e) => fill({ why: e.target.value })} />}
      </Field>
      <Field label={t('rules.better')} required hint={t('rulepack.better_hint')}>
        {(id) => <Input id={id} maxLength={300} value={better} onChange={(e) => fill({ better: e.target.value })} />}
      </Field>
    </>
  );
}

/** Examples of one sort, and which of them come out as they should. */
function Examples({ label, good, fields, trial, fill }: Part & { label: string; good: boolean; trial?: RuleTrial }) {
  const t = useT();
  const value = good ? fields.good : fields.bad;
  const tried = trial?.examples.filter((each) => each.rule === trial.rule && each.good === good) ?? [];
  return (
    <>
      <Field label={label} required hint={t(good ? 'rulepack.good_hint' : 'rulepack.bad_hint')}>
        {(id) => <Input.TextArea id={id} autoSize={{ minRows: 4, maxRows: 10 }} value={value} onChange={(e) => fill(good ? { good: e.target.value } : { bad: e.target.value })} />}
      </Field>
      <ul className="tried" aria-live="polite">
        {tried.map(({ text, found }) => (
          <li key={text} className={found === good ? 'tried-wrong' : 'tried-right'}>
            {found === good ? <CloseCircleFilled aria-hidden /> : <CheckCircleFilled aria-hidden />}
            <span>{text}</span><em>{t(found ? 'rulepack.is_found' : 'rulepack.not_found')}</em>
          </li>
        ))}
      </ul>
    </>
  );
}
