import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, InputNumber, Switch } from 'antd';
import { useState, type FormEvent } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { AssignmentPlan } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { keys, savePlan, settingQuery } from './api';
import { Members } from './members';
import { Preview } from './preview';
import { Skills } from './skills';
import './assignment.css';

/** How a shop hands out waiting conversations: whether, to whom, and who would be next. */
export function AssignmentPart({ shop }: { shop: string }) {
  const { data, error, refetch } = useQuery(settingQuery(shop));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />;
  return (
    <>
      <PlanForm shop={shop} saved={data.plan} />
      <Members shop={shop} setting={data} />
      <Preview shop={shop} />
    </>
  );
}

function usePlan(shop: string, saved: AssignmentPlan) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Partial<AssignmentPlan>>({});
  const draft = { ...saved, ...typed };
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const save = useChange({
    save: () => savePlan(shop, { ...draft, version: saved.version }),
    saved: async () => {
      await refresh();
      setTyped({});
      void message.success(t('assignment.saved'));
    },
    refresh,
  });
  return { draft, save, changed: Object.keys(typed).length > 0, fill: (part: Partial<AssignmentPlan>) => setTyped({ ...typed, ...part }), undo: () => setTyped({}) };
}

function PlanForm({ shop, saved }: { shop: string; saved: AssignmentPlan }) {
  const t = useT();
  const { draft, save, changed, fill, undo } = usePlan(shop, saved);
  const errors = fieldsOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={t('assignment.title')}>
      <section className="settings-part settings-fields">
        <h2>{t('assignment.title')}</h2>
        <p className="quiet">{t('assignment.hint')}</p>
        <label className="switch-line">
          <Switch checked={draft.on} onChange={(on) => fill({ on })} />
          <span><b>{t('assignment.on')}</b><span className="quiet">{t('assignment.on_hint')}</span></span>
        </label>
        <div className="settings-pair">
          <Field label={t('assignment.capacity')} hint={t('assignment.capacity_hint')} error={errors.capacity}>
            {(id) => <InputNumber id={id} className="limit" min={1} max={100} precision={0} value={draft.capacity} suffix={t('assignment.capacity_unit')} onChange={(capacity) => capacity !== null && fill({ capacity })} />}
          </Field>
          <Field label={t('assignment.quiet')} hint={t('assignment.quiet_hint')} error={errors.quiet_minutes}>
            {(id) => <InputNumber id={id} className="limit" min={1} max={1440} precision={0} value={draft.quiet_minutes} suffix={t('assignment.quiet_unit')} onChange={(minutes) => minutes !== null && fill({ quiet_minutes: minutes })} />}
          </Field>
        </div>
        <Skills skills={draft.skills} error={errors.skills} onChange={(skills) => fill({ skills })} />
      </section>
      {changed && (
        <div className="settings-save">
          <Problem error={besides(save.error, (field) => field in errors)} conflict={save.conflict} />
          <span className="grow" />
          <Button onClick={undo}>{t('act.undo')}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>{t('act.save')}</Button>
        </div>
      )}
    </form>
  );
}
