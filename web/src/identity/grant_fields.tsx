import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { UserGrant } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { mayEverywhere, mayIn, useMe } from './api';
import { departmentsQuery } from './people_api';
import { mayGrant, roleName, rolesQuery } from './roles_api';

interface Props {
  grant: UserGrant;
  error?: string;
  onChange(grant: UserGrant): void;
}

/** Which role, in which shop, in which department. */
export function GrantFields({ grant, error, onChange }: Props) {
  const t = useT();
  const me = useMe();
  const roles = useQuery(rolesQuery);
  const chosen = roles.data?.items.find((each) => each.id === grant.role_id);
  const shops = me.shops.filter((shop) => mayIn(me, shop.id, 'user.manage')).map((shop) => ({ value: shop.id, label: shop.name }));
  if (mayEverywhere(me, 'user.manage')) shops.unshift({ value: '', label: t('people.all_shops') });
  return (
    <>
      <Field label={t('people.where')} required hint={t('people.where_hint')}>
        {(id) => <Select id={id} value={grant.shop_id} options={shops} showSearch optionFilterProp="label" onChange={(shop_id) => onChange({ ...grant, shop_id, department_id: '' })} />}
      </Field>
      <Field label={t('people.role')} required error={error} hint={chosen && t('people.role_size', { n: chosen.permissions.length })}>
        {(id) => (
          <Select
            id={id} value={grant.role_id || undefined} loading={roles.isPending} placeholder={t('people.role_choose')}
            options={roles.data?.items.map((role) => ({
              value: role.id, disabled: !mayGrant(me, role, grant.shop_id),
              label: mayGrant(me, role, grant.shop_id) ? roleName(role) : t('people.role_beyond', { role: roleName(role) }),
            }))}
            onChange={(role_id) => onChange({ ...grant, role_id })}
          />
        )}
      </Field>
      {grant.shop_id && <DepartmentField grant={grant} onChange={onChange} />}
    </>
  );
}

function DepartmentField({ grant, onChange }: Props) {
  const t = useT();
  const { data } = useQuery(departmentsQuery(grant.shop_id));
  if (!data || data.items.length === 0) return null;
  const options = [{ value: '', label: t('people.no_department') }, ...data.items.map((each) => ({ value: each.id, label: each.name }))];
  return (
    <Field label={t('people.department')} hint={t('people.department_hint')}>
      {(id) => <Select id={id} value={grant.department_id ?? ''} options={options} onChange={(department_id) => onChange({ ...grant, department_id })} />}
    </Field>
  );
}
