import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Role } from '../api/wire';
import { useT } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { mayEverywhere, useMe } from './api';
import { RoleForm } from './role_form';
import { roleName, rolesQuery } from './roles_api';
import '../ui/settings.css';
import './roles.css';

/** A role that is not yet, perhaps begun as a copy of another. */
interface Blank {
  from?: Role;
}

/** What each role allows, and who holds it. */
export function Roles({ onPeople }: { onPeople(role: string): void }) {
  const t = useT();
  const roles = useQuery(rolesQuery);
  const editable = mayEverywhere(useMe(), 'role.manage');
  const [chosen, setChosen] = useState('');
  const [blank, setBlank] = useState<Blank>();
  const list = roles.data?.items ?? [];
  const role = list.find((each) => each.id === chosen) ?? list[0];
  const choose = (id: string) => {
    setBlank(undefined);
    setChosen(id);
  };
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('roles.title')}</h1><p>{t(editable ? 'roles.hint' : 'roles.hint_readonly')}</p></div>
        {editable && <Button type="primary" icon={<PlusOutlined />} onClick={() => setBlank({})}>{t('roles.add')}</Button>}
      </header>
      <div className="page-card roles">
        {roles.isPending && <Loading rows={6} />}
        {roles.isError && !roles.data && <Failure error={roles.error} retry={() => void roles.refetch()} />}
        {roles.data && role && (
          <>
            <RoleList list={list} chosen={blank ? '' : role.id} onChoose={choose} />
            <RoleForm
              key={blank ? `new ${blank.from?.id ?? ''}` : role.id} role={blank ? undefined : role} from={blank?.from} all={roles.data.permissions} editable={editable}
              onSaved={choose} onCopy={() => setBlank({ from: role })} onCancel={() => setBlank(undefined)} onPeople={onPeople}
            />
          </>
        )}
      </div>
    </main>
  );
}

function RoleList({ list, chosen, onChoose }: { list: Role[]; chosen: string; onChoose(id: string): void }) {
  const t = useT();
  return (
    <ul className="role-list" aria-label={t('roles.list')}>
      {list.map((role) => (
        <li key={role.id}>
          <button type="button" aria-current={role.id === chosen ? 'true' : undefined} onClick={() => onChoose(role.id)}>
            <b>{roleName(role)}</b>
            <em>{t('roles.size', { n: role.permissions.length })}</em>
          </button>
        </li>
      ))}
    </ul>
  );
}
