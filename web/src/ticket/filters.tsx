import { useQuery } from '@tanstack/react-query';
import { Checkbox, Segmented, Select } from 'antd';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { departmentsQuery } from '../identity/people_api';
import { typesQuery, type TicketFilter } from './api';

interface Props {
  filter: TicketFilter;
  onFilter(filter: TicketFilter): void;
}

/** Whose tickets, of which kind, and how they are laid out. */
export function TicketFilters({ filter, onFilter }: Props) {
  const t = useT();
  const { shops } = useMe();
  const shop = filter.shop ?? (shops.length === 1 ? shops[0]!.id : '');
  const departments = useQuery(departmentsQuery(shop)).data?.items ?? [];
  const types = useQuery(typesQuery(shop)).data?.items ?? [];
  const named = (all: { id: string; name: string }[]) => all.map((each) => ({ value: each.id, label: each.name }));
  return (
    <div className="list-filter tickets-filter" role="search" aria-label={t('tickets.filter')}>
      <Segmented<'board' | 'table'>
        aria-label={t('tickets.look')} value={filter.look ?? 'board'} onChange={(look) => onFilter({ ...filter, look: look === 'table' ? 'table' : undefined })}
        options={[{ value: 'board', label: t('tickets.board') }, { value: 'table', label: t('tickets.table') }]}
      />
      <Checkbox checked={filter.mine ?? false} onChange={(event) => onFilter({ ...filter, mine: event.target.checked || undefined })}>{t('tickets.mine')}</Checkbox>
      <Checkbox checked={filter.overdue ?? false} onChange={(event) => onFilter({ ...filter, overdue: event.target.checked || undefined })}>{t('tickets.overdue')}</Checkbox>
      <span className="grow" />
      {shops.length > 1 && <One label={t('wall.shop')} any={t('wall.any_shop')} value={filter.shop} options={named(shops)} onChange={(next) => onFilter({ ...filter, shop: next, department: undefined, type: undefined })} />}
      {departments.length > 0 && <One label={t('ticket.department')} any={t('wall.any_department')} value={filter.department} options={named(departments)} onChange={(department) => onFilter({ ...filter, department })} />}
      {types.length > 0 && <One label={t('ticket.type')} any={t('tickets.any_type')} value={filter.type} options={named(types)} onChange={(type) => onFilter({ ...filter, type })} />}
    </div>
  );
}

interface OneProps {
  label: string;
  any: string;
  value?: string;
  options: { value: string; label: string }[];
  onChange(value: string | undefined): void;
}

function One({ label, any, value, options, onChange }: OneProps) {
  return (
    <Select
      aria-label={label} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={any} value={value} popupMatchSelectWidth={false}
      options={options} onChange={(next?: string) => onChange(next)}
    />
  );
}
