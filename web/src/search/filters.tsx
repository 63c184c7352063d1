import { useQuery } from '@tanstack/react-query';
import { Input, Segmented, Select } from 'antd';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { teamQuery } from '../team/api';
import { hitKinds, states, type HitKind, type Look } from './api';

interface Props {
  look: Look;
  onLook(look: Look): void;
}

/** Whether somebody looks after what is of a kind. */
const owned = (kind: HitKind | '') => kind === '' || kind === 'message' || kind === 'case';

/** What kind, in which shop, whose, and of what days. */
export function Filters({ look, onLook }: Props) {
  const t = useT();
  const { shops } = useMe();
  const team = useQuery(teamQuery(look.shop ?? ''));
  const kind = look.kind ?? '';
  return (
    <div className="list-filter search-filter" role="group" aria-label={t('search.filter')}>
      <Segmented<HitKind | ''>
        aria-label={t('search.kind')} value={kind} options={[{ value: '', label: t('search.kind.all') }, ...hitKinds.map((each) => ({ value: each, label: t(`search.kind.${each}`) }))]}
        onChange={(next) => onLook({ ...look, kind: next || undefined, state: next === 'case' ? look.state : undefined, owner: owned(next) ? look.owner : undefined })}
      />
      <span className="grow" />
      {kind === 'case' && (
        <One
          label={t('search.state')} any={t('search.any_state')} value={look.state} options={states.map((each) => ({ value: each, label: t(`search.state.${each}`) }))}
          onChange={(state) => onLook({ ...look, state: state as Look['state'] })}
        />
      )}
      {shops.length > 1 && (
        <One
          label={t('wall.shop')} any={t('wall.any_shop')} value={look.shop} options={shops.map((each) => ({ value: each.id, label: each.name }))}
          onChange={(shop) => onLook({ ...look, shop, owner: undefined })}
        />
      )}
      {owned(kind) && (
        <One
          label={t('wall.owner')} any={t('wall.any_owner')} value={look.owner} options={(team.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
          onChange={(owner) => onLook({ ...look, owner })}
        />
      )}
      <Day label={t('search.from')} value={look.from} onChange={(from) => onLook({ ...look, from })} />
      <Day label={t('search.to')} value={look.to} onChange={(to) => onLook({ ...look, to })} />
    </div>
  );
}

function Day({ label, value, onChange }: { label: string; value?: string; onChange(day: string | undefined): void }) {
  return (
    <label className="search-day">
      <span>{label}</span>
      <Input type="date" value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />
    </label>
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
