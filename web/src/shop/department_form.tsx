import { TeamOutlined } from '@ant-design/icons';
import { App, Button, Input, Select } from 'antd';
import { useState, type FormEvent } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Department, Shop } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { createDepartment, departmentKinds, updateDepartment, useDepartmentsChanged, type DepartmentDraft } from './api';
import { same } from './hours';
import { HoursForm } from './hours_form';
import { SaveBar } from './save_bar';

interface Props {
  shop: Shop;
  /** Undefined for one that is to be made. */
  department?: Department;
  onSaved(id: string): void;
  onCancel(): void;
  onPeople(department: string): void;
}

/** What a department is called and when it works. */
export function DepartmentForm({ shop, department, onSaved, onCancel, onPeople }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useDepartmentsChanged(shop.id);
  const begun: DepartmentDraft = { name: department?.name ?? '', kind: department?.kind ?? 'other', hours: department?.hours ?? shop.hours };
  const [typed, setTyped] = useState<Partial<DepartmentDraft> & { key: string }>(() => ({ key: newKey() }));
  const draft = { name: typed.name ?? begun.name, kind: typed.kind ?? begun.kind, hours: typed.hours ?? begun.hours };
  const fill = (part: Partial<DepartmentDraft>) => setTyped({ ...typed, ...part, key: newKey() });
  const named = { ...draft, name: draft.name.trim() };
  const save = useChange({
    save: () => (department ? updateDepartment(department, named) : createDepartment(shop.id, named, typed.key)),
    saved: async (made) => {
      await refresh();
      setTyped({ key: newKey() });
      void message.success(t('departments.saved'));
      onSaved(made.id);
    },
    refresh,
  });
  const changed = !department || !same(draft, begun);
  const undo = () => {
    if (!department) return onCancel();
    setTyped({ key: newKey() });
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && named.name && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={department?.name ?? t('departments.add')}>
      <HoursForm plan={draft.hours} answerMinutes={shop.settings.response_target_minutes} onChange={(hours) => fill({ hours })}>
        <section className="settings-part department-head">
          <Field label={t('departments.name')} required error={fieldsOf(save.error).name} hint={t('departments.name_hint')}>
            {(id) => <Input id={id} autoFocus={!department} value={draft.name} maxLength={60} autoComplete="off" onChange={({ target }) => fill({ name: target.value })} />}
          </Field>
          <Field label={t('departments.kind')} error={fieldsOf(save.error).kind} hint={t(`departments.kind_hint.${draft.kind}`)}>
            {(id) => <Select id={id} value={draft.kind} onChange={(kind) => fill({ kind })} options={departmentKinds.map((value) => ({ value, label: t(`departments.kind.${value}`) }))} />}
          </Field>
          <div className="department-acts">
            {!same(draft.hours, shop.hours) && <Button onClick={() => fill({ hours: shop.hours })}>{t('departments.use_shop_hours')}</Button>}
            {department && <Button icon={<TeamOutlined />} onClick={() => onPeople(department.id)}>{t('departments.people')}</Button>}
          </div>
        </section>
      </HoursForm>
      <SaveBar
        changed={changed} ready={named.name !== ''} busy={save.isPending} conflict={save.conflict}
        error={besides(save.error, (field) => field === 'name' || field === 'kind')} hint={department ? undefined : t('departments.add_hint')} onUndo={undo}
      />
    </form>
  );
}
