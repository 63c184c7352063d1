import { DownOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Tag, type MenuProps } from 'antd';
import type { User, UserGrant } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { mayEverywhere, mayIn, useMe } from './api';
import { departmentsQuery } from './people_api';
import type { Act } from './person_dialogs';
import { roleName, rolesQuery } from './roles_api';

/** A person: who, what they may do where, and what one may do about it. */
export function PersonRow({ user, onAct }: { user: User; onAct(act: Act): void }) {
  const t = useT();
  const me = useMe();
  const own = user.id === me.id;
  return (
    <tr className={user.disabled_at ? 'person-off' : undefined}>
      <td>
        <div className="person">
          <Avatar name={user.name} id={user.id} size={30} />
          <span><b>{user.name}</b>{own && <span className="tag">{t('people.you')}</span>}<em>{user.login}</em></span>
        </div>
      </td>
      <td><Grants user={user} onAct={onAct} /></td>
      <td><span className={user.disabled_at ? 'tag tag-high' : 'tag'}>{t(user.disabled_at ? 'people.disabled' : user.provisional ? 'people.provisional' : 'people.active')}</span></td>
      <td className="list-acts">{user.beyond ? <span className="quiet">{t('people.beyond')}</span> : <More user={user} own={own} onAct={onAct} />}</td>
    </tr>
  );
}

function Grants({ user, onAct }: { user: User; onAct(act: Act): void }) {
  const t = useT();
  const me = useMe();
  const label = useGrantLabel(user.grants);
  const removable = (grant: UserGrant) => !user.beyond && (grant.shop_id ? mayIn(me, grant.shop_id, 'user.manage') : mayEverywhere(me, 'user.manage'));
  return (
    <ul className="grants" aria-label={t('people.roles_of', { name: user.name })}>
      {user.grants.map((grant) => {
        const name = label(grant);
        return (
          <li key={`${grant.role_id} ${grant.shop_id} ${grant.department_id}`}>
            <Tag
              closable={removable(grant) ? { closeIcon: undefined, 'aria-label': t('people.revoke', { role: name }) } : false}
              onClose={(event) => {
                event.preventDefault();
                onAct({ name: 'revoke', grant, label: name });
              }}
            >
              {name}
            </Tag>
          </li>
        );
      })}
      {user.grants.length === 0 && <li className="quiet">{t('people.no_role')}</li>}
      {!user.beyond && (
        <li><Button size="small" type="dashed" icon={<PlusOutlined />} aria-label={t('people.grant_to', { name: user.name })} onClick={() => onAct({ name: 'grant' })}>{t('people.grant')}</Button></li>
      )}
    </ul>
  );
}

/** "Agent · Tea shop · Warehouse" */
function useGrantLabel(grants: UserGrant[]): (grant: UserGrant) => string {
  const t = useT();
  const me = useMe();
  const roles = useQuery(rolesQuery);
  const shops = [...new Set(grants.filter((each) => each.department_id).map((each) => each.shop_id))];
  const departments = useQueries({ queries: shops.map(departmentsQuery) }).flatMap((each) => each.data?.items ?? []);
  return (grant) => {
    const role = roles.data?.items.find((each) => each.id === grant.role_id);
    const shop = grant.shop_id ? me.shops.find((each) => each.id === grant.shop_id)?.name : t('people.all_shops');
    const department = departments.find((each) => each.id === grant.department_id)?.name;
    return [role ? roleName(role) : '…', shop, department].filter(Boolean).join(' · ');
  };
}

function More({ user, own, onAct }: { user: User; own: boolean; onAct(act: Act): void }) {
  const t = useT();
  const item = (name: 'rename' | 'password' | 'sign_out' | 'disable' | 'enable', danger = false) => ({ key: name, label: t(`people.${name}`), danger, onClick: () => onAct({ name }) });
  // One's own password and sessions are in the account menu, where the old password is asked for.
  const items: MenuProps['items'] = own
    ? [item('rename'), { key: 'own', disabled: true, label: t('people.own_hint') }]
    : [item('rename'), item('password'), item('sign_out'), { type: 'divider' }, user.disabled_at ? item('enable') : item('disable', true)];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button size="small" aria-label={t('people.acts_on', { name: user.name })}>{t('people.more')} <DownOutlined /></Button>
    </Dropdown>
  );
}
