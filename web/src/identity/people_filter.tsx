import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useT } from '../i18n';
import { useMe } from './api';
import { departmentsQuery, type Filter } from './people_api';
import { roleName, rolesQuery } from './roles_api';

const pause = 250;

interface Props {
  filter: Filter;
  /** What stands in the search field at first. */
  words: string;
  onFilter(filter: Filter): void;
}

/** Narrows the list of people. */
export function PeopleFilter({ filter, words, onFilter }: Props) {
  const t = useT();
  const { shops } = useMe();
  const roles = useQuery(rolesQuery);
  const departments = useQuery(departmentsQuery(filter.shop ?? ''));
  return (
    <div className="list-filter" role="search" aria-label={t('people.filter')}>
      <Words first={words} asked={filter.words ?? ''} onWords={(next) => onFilter({ ...filter, words: next })} />
      {shops.length > 1 && (
        <Select
          aria-label={t('people.where')} allowClear placeholder={t('people.any_shop')} value={filter.shop || undefined} popupMatchSelectWidth={false}
          options={shops.map((shop) => ({ value: shop.id, label: shop.name }))} onChange={(shop) => onFilter({ ...filter, shop, department: undefined })}
        />
      )}
      {(departments.data?.items.length ?? 0) > 0 && (
        <Select
          aria-label={t('people.department')} allowClear placeholder={t('people.any_department')} value={filter.department || undefined} popupMatchSelectWidth={false}
          options={departments.data?.items.map((each) => ({ value: each.id, label: each.name }))} onChange={(department) => onFilter({ ...filter, department })}
        />
      )}
      <Select
        aria-label={t('people.role')} allowClear placeholder={t('people.any_role')} value={filter.role || undefined} popupMatchSelectWidth={false}
        options={roles.data?.items.map((role) => ({ value: role.id, label: roleName(role) }))} onChange={(role) => onFilter({ ...filter, role })}
      />
      <Segmented<'' | 'active' | 'disabled'>
        aria-label={t('people.state')} value={filter.state ?? ''} onChange={(state) => onFilter({ ...filter, state: state || undefined })}
        options={[{ value: '', label: t('people.everybody') }, { value: 'active', label: t('people.active') }, { value: 'disabled', label: t('people.disabled') }]}
      />
    </div>
  );
}

/** Asks once one stops typing. */
function Words({ first, asked, onWords }: { first: string; asked: string; onWords(words: string): void }) {
  const t = useT();
  const [typed, setTyped] = useState(first);
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => onWords(typed.trim()), pause);
    return () => clearTimeout(timer);
  }, [typed, asked, onWords]);
  return <Input className="list-search" allowClear prefix={<SearchOutlined />} aria-label={t('people.search')} placeholder={t('people.search')} value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />;
}
