import { ApartmentOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { departmentsQuery } from '../identity/people_api';
import { Empty, Failure, Loading } from '../ui/states';
import { DepartmentForm } from './department_form';
import { same } from './hours';

interface Props {
  shop: Shop;
  onPeople(department: string): void;
}

/** The departments of a shop: their names, hours and people. */
export function DepartmentsPart({ shop, onPeople }: Props) {
  const t = useT();
  const departments = useQuery(departmentsQuery(shop.id));
  const [chosen, setChosen] = useState('');
  const [adding, setAdding] = useState(false);
  const list = departments.data?.items ?? [];
  const department = list.find((each) => each.id === chosen) ?? list[0];
  const choose = (id: string) => {
    setAdding(false);
    setChosen(id);
  };
  const add = <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('departments.add')}</Button>;
  if (departments.isPending) return <Loading rows={4} />;
  if (!departments.data) return <Failure error={departments.error} retry={() => void departments.refetch()} />;
  if (list.length === 0 && !adding) return <Empty icon={<ApartmentOutlined />} title={t('departments.none')} hint={t('departments.none_hint')} action={add} />;
  return (
    <div className="split">
      <nav aria-label={t('departments.title')}>
        <ul>
          {list.map((each) => (
            <li key={each.id}>
              <button type="button" aria-current={!adding && each.id === department?.id ? 'true' : undefined} onClick={() => choose(each.id)}>
                <b>{each.name}</b>
                <em>{t(`departments.kind.${each.kind}`)} · {t(same(each.hours, shop.hours) ? 'departments.same_hours' : 'departments.own_hours')}</em>
              </button>
            </li>
          ))}
        </ul>
        {!adding && add}
      </nav>
      <DepartmentForm
        key={adding ? '' : department?.id} shop={shop} department={adding ? undefined : department} onSaved={choose}
        onCancel={() => setAdding(false)} onPeople={onPeople}
      />
    </div>
  );
}
