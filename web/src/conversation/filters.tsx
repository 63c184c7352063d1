import { FilterOutlined } from '@ant-design/icons';
import { Badge, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../i18n';
import { Loading } from '../ui/states';
import { DropPanel } from './drop_panel';
import { conditions } from './filter';
import type { FilterProps } from './filter_form';

const FilterForm = lazy(() => import('./filter_form'));

/** Narrows the queue; each choice counts at once. */
export function FilterButton(props: FilterProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const set = conditions(props.filter);
  return (
    <DropPanel open={open} onOpen={setOpen} className="filter-form" label={t('filter.title')} content={<Suspense fallback={<Loading rows={4} />}><FilterForm {...props} /></Suspense>}>
      <Badge count={set} size="small" color="var(--brand)">
        <Button size="small" icon={<FilterOutlined />} aria-label={set > 0 ? t('filter.open_n', { n: set }) : t('filter.open')}>{t('filter.title')}</Button>
      </Badge>
    </DropPanel>
  );
}
