import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Automation, AutomationDraft } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { Acts } from './acts';
import { changeRule, createRule, keys, tryRule } from './api';
import { Conditions } from './conditions';
import { DryRunResult } from './dry_run';
import { emptyDraft, triggers } from './words';

interface Props {
  shop: string;
  zone: string;
  /** None for a new one. */
  rule?: Automation;
  onClose(): void;
}

const draftOf = ({ name, when, minutes, every, conditions, expression, acts }: Automation): AutomationDraft => ({ name, when, minutes, every, conditions, expression, acts });

/** One rule: when, if, then, and what it would have done. */
export function Editor({ shop, zone, rule, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<AutomationDraft>(rule ? draftOf(rule) : emptyDraft);
  const [key] = useState(newKey);
  const refresh = () => cache.invalidateQueries({ queryKey: keys.rules(shop) });
  const save = useChange({
    save: () => (rule ? changeRule(rule.id, rule.version, draft) : createRule(shop, draft, key)),
    saved: async () => {
      await refresh();
      onClose();
    },
    refresh,
  });
  const dry = useMutation({ mutationFn: () => tryRule(shop, draft, 7) });
  const error = save.error ?? dry.error;
  const errors = fieldsOf(error);
  const fill = (part: Partial<AutomationDraft>) => {
    setDraft({ ...draft, ...part });
    dry.reset();
  };
  return (
    <form className="automation-editor" aria-label={rule?.name ?? t('automation.new')} onSubmit={(event) => (event.preventDefault(), save.mutate())}>
      <Field label={t('automation.name')} required error={errors.name}>
        {(id) => <Input id={id} maxLength={30} value={draft.name} placeholder={t('automation.name_hint')} onChange={(event) => fill({ name: event.target.value })} />}
      </Field>
      <When draft={draft} error={errors.minutes} onChange={fill} />
      <Conditions draft={draft} onChange={fill} />
      {(errors.conditions ?? errors.expression) && <p className="field-error" role="alert">{errors.conditions ?? errors.expression}</p>}
      <Acts shop={shop} acts={draft.acts} error={errors.acts} onChange={(acts) => fill({ acts })} />
      <div className="automation-save">
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('act.save')}</Button>
        <Button loading={dry.isPending} onClick={() => dry.mutate()}>{t('automation.try')}</Button>
        <Button type="text" onClick={onClose}>{t('act.cancel')}</Button>
        <Problem error={besides(error, (field) => field in errors)} conflict={save.conflict} />
      </div>
      {dry.data && <DryRunResult run={dry.data} draft={draft} zone={zone} />}
    </form>
  );
}

function When({ draft, error, onChange }: { draft: AutomationDraft; error?: string; onChange(part: Partial<AutomationDraft>): void }) {
  const t = useT();
  return (
    <fieldset className="automation-part" aria-label={t('automation.trigger')}>
      <h3>{t('automation.trigger')}</h3>
      <div className="automation-more">
        <Select aria-label={t('automation.trigger')} className="automation-when" value={draft.when} options={triggers.map((value) => ({ value, label: t(`automation.trigger.${value}`) }))} onChange={(when) => onChange({ when, minutes: when === 'waited' ? 10 : 0 })} />
        {draft.when === 'waited' && <InputNumber aria-label={t('automation.minutes')} className="limit" min={1} max={7200} precision={0} value={draft.minutes} suffix={t('automation.minutes_unit')} onChange={(minutes) => minutes !== null && onChange({ minutes })} />}
      </div>
      {error && <p className="field-error" role="alert">{error}</p>}
    </fieldset>
  );
}
