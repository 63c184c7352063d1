import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { conditions, noFilter, orders, risks, severities, split, stages, type Filter } from './filter';
import { teamQuery } from '../team/api';

export interface FilterProps {
  shop: string;
  /** The codes of all kinds of complaints, which another noun knows. */
  scenarios: readonly string[];
  filter: Filter;
  onFilter(filter: Filter): void;
}

/** Everything that can narrow the queue. */
export default function FilterForm({ shop, scenarios, filter, onFilter }: FilterProps) {
  const t = useT();
  const change = (changed: Partial<Filter>) => onFilter({ ...noFilter, ...filter, ...changed });
  const flags = ['over_target', 'overdue', 'unread'] as const;
  return (
    <>
      <div className="filter-flags">
        {flags.map((each) => (
          <Checkbox key={each} checked={filter[each] ?? false} onChange={(event) => change({ [each]: event.target.checked || undefined })}>{t(`filter.${each}`)}</Checkbox>
        ))}
      </div>
      <Assignee shop={shop} value={filter.assignee} onChange={(assignee) => change({ assignee })} />
      <One label={t('filter.case')} value={filter.case} options={[['open', t('filter.case_open')], ['none', t('filter.case_none')]]} onChange={(value) => change({ case: value as Filter['case'] })} />
      <Many label={t('filter.severity')} value={filter.severity} options={severities.map((each) => [each, tOr(`severity.${each}`, each)])} onChange={(severity) => change({ severity })} />
      <Many label={t('filter.scenario')} value={filter.scenario} options={scenarios.map((each) => [each, tOr(`scenario.${each}`, each)])} onChange={(scenario) => change({ scenario })} />
      <Many label={t('filter.stage')} value={filter.stage} options={stages.map((each) => [each, tOr(`stage.${each}`, each)])} onChange={(stage) => change({ stage })} />
      <Many label={t('filter.risk')} value={filter.risk} options={risks.map((each) => [each, tOr(`risk.${each}`, each)])} onChange={(risk) => change({ risk })} />
      <One label={t('filter.channel')} value={filter.channel} options={[['webchat', tOr('channel.webchat', 'webchat')]]} onChange={(value) => change({ channel: value as Filter['channel'] })} />
      <One label={t('filter.order')} placeholder={t('filter.usual')} value={filter.order} options={orders.map((each) => [each, t(`filter.${each}`)])} onChange={(value) => change({ order: value as Filter['order'] })} />
      <Button size="small" disabled={conditions(filter) === 0 && !filter.order} onClick={() => onFilter(noFilter)}>{t('filter.clear')}</Button>
    </>
  );
}

type Options = (readonly [string, string])[];

function One({ label, value, options, placeholder, onChange }: { label: string; value?: string; options: Options; placeholder?: string; onChange(value: string | undefined): void }) {
  const t = useT();
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id} size="small" allowClear showSearch optionFilterProp="label" placeholder={placeholder ?? t('filter.any')} value={value ?? null}
          options={options.map(([each, name]) => ({ value: each, label: name }))} onChange={(next) => onChange(next ?? undefined)}
        />
      )}
    </Field>
  );
}

function Many({ label, value, options, onChange }: { label: string; value?: string; options: Options; onChange(value: string | undefined): void }) {
  const t = useT();
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id} size="small" mode="multiple" allowClear maxTagCount="responsive" optionFilterProp="label" placeholder={t('filter.any')} value={split(value)}
          options={options.map(([each, name]) => ({ value: each, label: name }))} onChange={(next: string[]) => onChange(next.join(',') || undefined)}
        />
      )}
    </Field>
  );
}

function Assignee({ shop, value, onChange }: { shop: string; value?: string; onChange(value: string | undefined): void }) {
  const t = useT();
  const team = useQuery(teamQuery(shop));
  const people: Options = (team.data ?? []).map((each) => [each.id, each.name]);
  return <One label={t('filter.assignee')} value={value} options={[['me', t('filter.me')], ['nobody', t('filter.nobody')], ...people]} onChange={onChange} />;
}
