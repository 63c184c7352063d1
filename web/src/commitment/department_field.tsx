import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useT } from '../i18n';
import { departmentsQuery } from '../identity/people_api';
import { Field } from '../ui/field';

/** Who does what was committed to, where a shop has departments. */
export function DepartmentField({ shop, value, onChange }: { shop: string; value?: string; onChange(department: string | undefined): void }) {
  const t = useT();
  const departments = useQuery(departmentsQuery(shop));
  if (!departments.data?.items.length) return null;
  return (
    <Field label={t('commitment.department')}>
      {(id) => (
        <Select
          id={id} allowClear placeholder={t('commitment.department_none')} value={value}
          options={departments.data.items.map((each) => ({ value: each.id, label: each.name }))} onChange={(next?: string) => onChange(next)}
        />
      )}
    </Field>
  );
}
