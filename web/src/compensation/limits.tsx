import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, InputNumber, Progress, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { CompensationRules } from '../api/wire';
import { tOr, useT } from '../i18n';
import { SaveBar } from '../shop/save_bar';
import { Field } from '../ui/field';
import { yuan } from '../ui/money';
import { saveRules, useRefresh } from './api';

type Level = CompensationRules['levels'][number];
type Amount = 'budget_fen' | 'second_fen' | 'no_policy_fen';
type Count = 'window_days' | 'window_times' | 'often_percent' | 'high_percent' | 'worst_percent' | 'answer_minutes';

/** Who may approve how much, what a month may cost, and what weighs more. What was typed stays when somebody else saves. */
export function Limits({ shop, rules, manages }: { shop: string; rules: CompensationRules; manages: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useRefresh();
  const [typed, setTyped] = useState<Partial<CompensationRules>>({});
  const draft = { ...rules, ...typed, version: rules.version };
  const save = useChange({
    save: () => saveRules(shop, draft),
    saved: async () => {
      await refresh();
      setTyped({});
      void message.success(t('comp.set.saved'));
    },
    refresh,
  });
  const errors = fieldsOf(save.error);
  const fill = (part: Partial<CompensationRules>) => setTyped({ ...typed, ...part });
  const money = (name: Amount) => (
    <Field key={name} label={t(`comp.set.${name}`)} error={errors[name]} hint={t(`comp.set.${name}.hint`)}>
      {(id) => <InputNumber id={id} className="limit" disabled={!manages} min={0} precision={2} value={draft[name] / 100} suffix={t('comp.yuan')} onChange={(next) => fill({ [name]: Math.round((next ?? 0) * 100) })} />}
    </Field>
  );
  const count = (name: Count) => (
    <Field key={name} label={t(`comp.set.${name}`)} error={errors[name]} hint={tOr(`comp.set.${name}.hint`, '') || undefined}>
      {(id) => <InputNumber id={id} className="limit" disabled={!manages} min={0} precision={0} value={draft[name]} suffix={t(`comp.set.unit.${name.split('_')[1] as 'days'}`)} onChange={(next) => next !== null && fill({ [name]: next })} />}
    </Field>
  );
  return (
    <form
      aria-label={t('comp.set.title')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Part title={t('comp.set.title')} hint={t('comp.set.hint')}>
        <Levels rules={draft} manages={manages} error={errors.levels} onLevels={(levels) => fill({ levels })} />
        <div className="comp-set-grid">{money('second_fen')}{money('no_policy_fen')}{count('answer_minutes')}</div>
      </Part>
      <Part title={t('comp.set.budget')} hint={t('comp.set.budget.hint')}>
        <Budget rules={rules} />
        <div className="comp-set-grid">{money('budget_fen')}</div>
      </Part>
      <Part title={t('comp.set.weight')} hint={t('comp.set.weight.hint')}>
        <div className="comp-set-grid">{count('window_days')}{count('window_times')}{count('often_percent')}{count('high_percent')}{count('worst_percent')}</div>
      </Part>
      {manages && (
        <SaveBar
          changed={Object.keys(typed).length > 0} busy={save.isPending} conflict={save.conflict} error={besides(save.error, (field) => field in errors)}
          hint={t('comp.set.effect')} onUndo={() => (setTyped({}), save.reset())}
        />
      )}
    </form>
  );
}

function Part({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return <section className="settings-part"><h2>{title}</h2><p className="quiet">{hint}</p>{children}</section>;
}

function Levels({ rules, manages, error, onLevels }: { rules: CompensationRules; manages: boolean; error?: string; onLevels(levels: Level[]): void }) {
  const t = useT();
  const { levels, roles } = rules;
  const put = (at: number, part: Partial<Level>) => onLevels(levels.map((each, i) => (i === at ? { ...each, ...part } : each)));
  const free = roles.filter((role) => !levels.some((each) => each.role === role.id));
  const last = levels.at(-1)?.fen ?? 0;
  return (
    <div className="comp-levels">
      {levels.map((each, at) => (
        <div className="comp-level" key={at}>
          <span className="comp-level-n">{at + 1}</span>
          <Select
            aria-label={t('comp.set.role', { n: at + 1 })} disabled={!manages} value={each.role} onChange={(role) => put(at, { role })}
            options={roles.filter((role) => role.id === each.role || free.includes(role)).map((role) => ({ value: role.id, label: tOr(`role.${role.id}`, role.name) }))}
          />
          <span>{t('comp.set.up_to')}</span>
          <InputNumber aria-label={t('comp.set.level', { n: at + 1 })} disabled={!manages} className="limit" min={0} precision={2} value={each.fen / 100} suffix={t('comp.yuan')} onChange={(next) => put(at, { fen: Math.round((next ?? 0) * 100) })} />
          {manages && levels.length > 1 && <Button type="text" icon={<DeleteOutlined />} aria-label={t('comp.set.drop', { n: at + 1 })} onClick={() => onLevels(levels.filter((_, i) => i !== at))} />}
        </div>
      ))}
      {error && <p className="field-error" role="alert">{error}</p>}
      {manages && free.length > 0 && levels.length < 8 && <Button size="small" type="dashed" icon={<PlusOutlined />} className="comp-level-add" onClick={() => onLevels([...levels, { role: free[0]!.id, fen: last * 2 || 10_000 }])}>{t('comp.set.add')}</Button>}
    </div>
  );
}

/** What of the month is used. */
function Budget({ rules }: { rules: CompensationRules }) {
  const t = useT();
  const { budget_fen: budget, used_fen: used, month } = rules;
  if (budget === 0) return <p>{t('comp.set.no_budget', { month, used: yuan(used) })}</p>;
  const part = Math.min(100, Math.round((used / budget) * 100));
  return (
    <div className="comp-budget">
      <p>{t('comp.set.spent', { month, used: yuan(used), left: yuan(Math.max(0, budget - used)) })}</p>
      <Progress percent={part} size="small" status={part >= 90 ? 'exception' : 'normal'} aria-label={t('comp.set.budget')} />
    </div>
  );
}
