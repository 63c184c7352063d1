import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Radio, Select } from 'antd';
import { useState } from 'react';
import type { OrderImportDetail, OrderMapping } from '../api/wire';
import { tOr, useT } from '../i18n';
import { isChanged } from '../api/problem';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { dropImport, importQuery, mapImport } from './api';
import { keys } from './keys';
import { choosable, groupsOf, needed, platforms } from './import_fields';
import { NamedMappings } from './import_named';

interface Props {
  detail: OrderImportDetail;
  onDone(): void;
  onDropped(): void;
}

/** Says what the columns of a file mean; what was guessed is filled in. */
export function ColumnsStep({ detail, onDone, onDropped }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const { import: file } = detail;
  const [mapping, setMapping] = useState<OrderMapping>(file.mapping);
  const query = importQuery(file.id);
  const save = useMutation({
    mutationFn: () => mapImport(file.id, file.version, mapping),
    onSuccess: (next) => { cache.setQueryData(query.queryKey, next); onDone(); },
    onError: (error) => (isChanged(error) ? cache.invalidateQueries({ queryKey: query.queryKey }) : undefined),
  });
  const drop = useDrop(file.id, file.version, onDropped);
  const several = Object.values(mapping.columns).length;
  return (
    <form className="import-columns" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <p className="import-said">
        <b>{file.name}</b>
        <span className="quiet">{t('import.found', { rows: file.rows, columns: several, all: choosable(file.headings).length })}</span>
        {file.mapping.preset && <span className="tag">{tOr(`preset.${file.mapping.preset}`, file.mapping.preset)}</span>}
      </p>
      <NamedMappings detail={detail} mapping={mapping} onMapping={setMapping} />
      <Fields detail={detail} mapping={mapping} onMapping={setMapping} />
      <Problem error={save.error ?? drop.error} conflict={isChanged(save.error)} />
      <div className="import-acts">
        <Button onClick={() => drop.mutate()} loading={drop.isPending}>{t('import.drop')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!mapping.columns[needed[file.kind]]}>{t('import.to_preview')}</Button>
      </div>
    </form>
  );
}

export function useDrop(id: string, version: number, onDropped: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => dropImport(id, version),
    onSuccess: onDropped,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
}

interface FieldsProps {
  detail: OrderImportDetail;
  mapping: OrderMapping;
  onMapping(mapping: OrderMapping): void;
}

function Fields({ detail: { import: file }, mapping, onMapping }: FieldsProps) {
  const t = useT();
  const options = choosable(file.headings).map((value) => ({ value, label: value }));
  const sample = (heading: string | undefined) => {
    const at = heading ? file.headings.indexOf(heading) : -1;
    return at < 0 ? '' : (file.samples.map((row) => row?.[at]).find(Boolean) ?? '');
  };
  const choose = (field: string, heading: string | undefined) => {
    const columns = { ...mapping.columns };
    if (heading) columns[field] = heading;
    else delete columns[field];
    onMapping({ ...mapping, columns });
  };
  return (
    <>
      <div className="import-choices" hidden={file.kind === 'products'}>
        <Field label={t(file.kind === 'register' ? 'import.platform_else' : 'import.platform')}>
          {(id) => <Select id={id} value={mapping.platform} options={platforms.map((value) => ({ value, label: t(`platform.${value}`) }))} onChange={(platform) => onMapping({ ...mapping, platform })} />}
        </Field>
        {file.kind === 'orders' && <Field label={t('import.amounts')} hint={t('import.amounts_hint')}>
          {() => (
            <Radio.Group value={Boolean(mapping.sum)} onChange={(event) => onMapping({ ...mapping, sum: event.target.value as boolean })}
              options={[{ value: false, label: t('import.amounts_whole') }, { value: true, label: t('import.amounts_sum') }]} />
          )}
        </Field>}
      </div>
      {groupsOf(file.kind).map(([group, fields]) => (
        <fieldset key={group} className="import-group">
          <legend>{t(`import.group.${group}`)}</legend>
          {fields.map((field) => (
            <Field key={field} label={t(`import.field.${field}`)} required={field === needed[file.kind]} hint={sample(mapping.columns[field])}>
              {(id) => (
                <Select
                  id={id} allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('import.none_such')} value={mapping.columns[field]} options={options}
                  onChange={(heading?: string) => choose(field, heading)}
                />
              )}
            </Field>
          ))}
        </fieldset>
      ))}
    </>
  );
}
