import { CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { tOr, useT, type Key } from '../i18n';
import { filterKeys, noFilter, split, type Filter } from './filter';
import { teamQuery } from '../team/api';

type Condition = Exclude<keyof Filter, 'order'>;

interface Props {
  shop: string;
  filter: Filter;
  onFilter(filter: Filter): void;
}

/** The conditions and the order that hold, so that nobody takes a narrowed queue for the whole; a click takes one away. */
export function FilterChips({ shop, filter, onFilter }: Props) {
  const t = useT();
  const person = useAssignee(shop, filter.assignee);
  const held = filterKeys.filter((key): key is Condition => key !== 'order' && filter[key] !== undefined);
  const order = filter.order && t(`filter.${filter.order}`);
  if (held.length === 0 && !order) return null;
  return (
    <div className="filter-chips" role="group" aria-label={t('filter.held')}>
      {order && (
        <button type="button" aria-label={t('filter.drop', { what: order })} title={t('filter.drop', { what: order })} onClick={() => onFilter({ ...noFilter, ...filter, order: undefined })}>
          <span>{order}</span><CloseOutlined aria-hidden />
        </button>
      )}
      {held.map((key) => {
        const what = key === 'assignee' ? t('filter.is', { what: t('filter.assignee'), value: person }) : condition(filter, key, t);
        return (
          <button key={key} type="button" aria-label={t('filter.drop', { what })} title={t('filter.drop', { what })} onClick={() => onFilter({ ...noFilter, ...filter, [key]: undefined })}>
            <span>{what}</span><CloseOutlined aria-hidden />
          </button>
        );
      })}
    </div>
  );
}

function condition(filter: Filter, key: Exclude<Condition, 'assignee'>, t: ReturnType<typeof useT>): string {
  if (key === 'over_target' || key === 'overdue' || key === 'unread') return t(`filter.${key}`);
  if (key === 'case') return t(filter.case === 'open' ? 'filter.case_open' : 'filter.case_none');
  const names = split(filter[key]).map((each) => tOr(`${key}.${each}`, each));
  return t('filter.is', { what: t(`filter.${key}` as Key), value: names.join(t('filter.or')) });
}

/** How the filter's assignee is called. */
function useAssignee(shop: string, assignee: string | undefined): string {
  const t = useT();
  const somebody = assignee !== undefined && assignee !== 'me' && assignee !== 'nobody';
  const team = useQuery({ ...teamQuery(shop), enabled: somebody });
  if (!somebody) return t(assignee === 'me' ? 'filter.me' : 'filter.nobody');
  return team.data?.find((each) => each.id === assignee)?.name ?? t('filter.somebody');
}
