import { CopyOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Role } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { peopleQuery } from './people_api';
import { grouped, isFixed, toggled } from './permissions';
import { createRole, roleName, updateRole, useRolesChanged } from './roles_api';

interface Props {
  /** Undefined for one that is to be made. */
  role?: Role;
  from?: Role;
  /** What roles may hold. */
  all: string[];
  editable: boolean;
  onSaved(id: string): void;
  onCopy(): void;
  onCancel(): void;
  onPeople(role: string): void;
}

/** The name of a role and what it allows. */
export function RoleForm({ role, from, all, editable, onSaved, onCopy, onCancel, onPeople }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useRolesChanged();
  const begun = { name: role ? roleName(role) : from ? t('roles.copy_of', { name: roleName(from) }) : '', permissions: (role ?? from)?.permissions ?? [] };
  const [typed, setTyped] = useState<Partial<typeof begun> & { key: string }>(() => ({ ...(role ? {} : begun), key: newKey() }));
  const draft = { name: typed.name ?? begun.name, permissions: typed.permissions ?? begun.permissions };
  const fill = (part: Partial<typeof begun>) => setTyped({ ...typed, ...part, key: newKey() });
  const save = useChange({
    save: () => (role ? updateRole(role, draft) : createRole(draft, typed.key)),
    saved: async (saved) => {
      await changed();
      setTyped({ key: newKey() });
      void message.success(t('roles.saved'));
      onSaved(saved.id);
    },
    refresh: changed,
  });
  const same = role && draft.name === begun.name && sameSet(draft.permissions, begun.permissions);
  return (
    <form
      className="role-form" aria-label={role ? roleName(role) : t('roles.add')}
      onSubmit={(event) => { event.preventDefault(); if (!same && draft.name.trim()) save.mutate(); }}
    >
      <div className="role-head">
        <Field label={t('roles.name')} required error={fieldsOf(save.error).name}>
          {(id) => <Input id={id} value={draft.name} readOnly={!editable} maxLength={60} autoComplete="off" onChange={(event) => fill({ name: event.target.value })} />}
        </Field>
        {role && editable && <Button icon={<CopyOutlined />} onClick={onCopy}>{t('roles.copy')}</Button>}
      </div>
      {role && <Holders role={role.id} onPeople={onPeople} />}
      <Permissions role={role?.id ?? ''} all={all} held={draft.permissions} editable={editable} onChange={(permissions) => fill({ permissions })} />
      {editable && (
        <div className="settings-save">
          <Button type="primary" htmlType="submit" disabled={same || !draft.name.trim()} loading={save.isPending}>{t('act.save')}</Button>
          {!role && <Button onClick={onCancel}>{t('act.cancel')}</Button>}
          {role && !same && <Button type="text" onClick={() => { setTyped({ key: newKey() }); save.reset(); }}>{t('act.undo')}</Button>}
          <Problem error={besides(save.error, (field) => field === 'name')} conflict={save.conflict} />
          {role && !same && !save.isError && <span className="quiet">{t('roles.takes_effect')}</span>}
        </div>
      )}
    </form>
  );
}

function sameSet(some: string[], others: string[]): boolean {
  return [...some].sort().join() === [...others].sort().join();
}

function Holders({ role, onPeople }: { role: string; onPeople(role: string): void }) {
  const t = useT();
  const people = useInfiniteQuery(peopleQuery({ role }));
  const list = people.data?.pages[0]?.items ?? [];
  const shown = list.slice(0, 8);
  return (
    <div className="role-holders">
      <span className="quiet">{t('roles.held_by')}</span>
      {shown.map((each) => <span key={each.id} className="role-holder"><Avatar name={each.name} id={each.id} size={20} />{each.name}</span>)}
      {people.isSuccess && list.length === 0 && <span className="quiet">{t('roles.held_by_nobody')}</span>}
      {list.length > 0 && <Button size="small" type="link" onClick={() => onPeople(role)}>{t('roles.see_people')}</Button>}
    </div>
  );
}

interface PermissionsProps {
  role: string;
  all: string[];
  held: string[];
  editable: boolean;
  onChange(held: string[]): void;
}

function Permissions({ role, all, held, editable, onChange }: PermissionsProps) {
  const t = useT();
  return grouped(all).map((group) => (
    <fieldset key={group.name} className="role-group">
      <legend>{group.name}</legend>
      {group.permissions.map((each) => (
        <Checkbox
          key={each} checked={held.includes(each)} disabled={!editable || isFixed(role, each)}
          onChange={(event) => onChange(toggled(held, each, event.target.checked))}
        >
          <b>{tOr(`permission.${each}`, each)}</b>
          <em>{isFixed(role, each) ? t('roles.fixed') : tOr(`permission_hint.${each}`, '')}</em>
        </Checkbox>
      ))}
    </fieldset>
  ));
}
