import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import type { WallPage } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { departmentsQuery } from '../identity/people_api';
import { teamQuery } from '../team/api';
import { outcomes, wallViews, type WallFilter, type WallView } from './wall_api';

interface Props {
  filter: WallFilter;
  counts?: WallPage['counts'];
  onFilter(filter: WallFilter): void;
}

/** The shop that is looked at: the chosen one, or the only one. */
export function useWallShop(filter: WallFilter): string | undefined {
  const { shops } = useMe();
  return filter.shop ?? (shops.length === 1 ? shops[0]?.id : undefined);
}

/** Which part of the wall, whose, and in which shop. */
export function WallFilters({ filter, counts, onFilter }: Props) {
  const t = useT();
  const { shops } = useMe();
  const shop = useWallShop(filter);
  const departments = useQuery(departmentsQuery(shop ?? ''));
  const owners = useQuery(teamQuery(shop ?? ''));
  return (
    <div className="list-filter wall-filter" role="search" aria-label={t('wall.filter')}>
      <Views view={filter.view ?? 'open'} counts={counts} onView={(view) => onFilter({ ...filter, view: view === 'open' ? undefined : view, outcome: undefined })} />
      {filter.view === 'settled' && (
        <One
          label={t('wall.outcome')} any={t('wall.any_outcome')} value={filter.outcome} options={outcomes.map((each) => ({ value: each, label: t(`wall.outcome.${each}`) }))}
          onChange={(outcome) => onFilter({ ...filter, outcome: outcome as WallFilter['outcome'] })}
        />
      )}
      <span className="grow" />
      {shops.length > 1 && (
        <One
          label={t('wall.shop')} any={t('wall.any_shop')} value={filter.shop} options={shops.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(next) => onFilter({ ...filter, shop: next, department: undefined, owner: undefined })}
        />
      )}
      {(departments.data?.items.length ?? 0) > 0 && (
        <One
          label={t('wall.department')} any={t('wall.any_department')} value={filter.department}
          options={departments.data!.items.map((each) => ({ value: each.id, label: each.name }))} onChange={(department) => onFilter({ ...filter, department })}
        />
      )}
      <One
        label={t('wall.owner')} any={t('wall.any_owner')} value={filter.owner}
        options={(owners.data ?? []).map((each) => ({ value: each.id, label: each.name }))} onChange={(owner) => onFilter({ ...filter, owner })}
      />
    </div>
  );
}

function Views({ view, counts, onView }: { view: WallView; counts: Props['counts']; onView(view: WallView): void }) {
  const t = useT();
  const most = 1000;
  const number = (n: number) => (n >= most ? `${most}+` : String(n));
  const count: Partial<Record<WallView, number>> = counts ? { ...counts, open: Math.min(most, counts.broken + counts.today + counts.later) } : {};
  return (
    <Segmented<WallView>
      aria-label={t('wall.view')} value={view} onChange={onView}
      options={wallViews.map((each) => ({
        value: each,
        label: <span className={each === 'broken' && (count.broken ?? 0) > 0 ? 'wall-view wall-view-broken' : 'wall-view'}>{t(`wall.view.${each}`)}{count[each] !== undefined && ` ${number(count[each])}`}</span>,
      }))}
    />
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
