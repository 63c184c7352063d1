import { DeleteOutlined, SaveOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { OrderImportDetail, OrderMapping } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { importQuery, removeMapping, saveMapping } from './api';
import { fitting } from './import_fields';
import type { Kind } from './keys';

interface Props {
  detail: OrderImportDetail;
  mapping: OrderMapping;
  onMapping(mapping: OrderMapping): void;
}

/** Mappings that the shop has named: take one, keep this one, forget one. */
export function NamedMappings({ detail, mapping, onMapping }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<string>();
  const [naming, setNaming] = useState(false);
  const refresh = () => cache.invalidateQueries({ queryKey: importQuery(detail.import.id).queryKey });
  const named = detail.named.find((each) => each.id === chosen);
  const remove = useMutation({
    mutationFn: () => removeMapping(named!.id, named!.version),
    onSuccess: () => setChosen(undefined),
    onError: (error) => message.error(sentence(error)),
    onSettled: refresh,
  });
  const take = (id?: string) => {
    setChosen(id);
    const found = detail.named.find((each) => each.id === id);
    if (found) onMapping({ ...found.mapping, columns: fitting(found.mapping.columns, detail.import.headings) });
  };
  return (
    <div className="import-named">
      {detail.named.length > 0 && (
        <Select aria-label={t('import.named')} placeholder={t('import.named')} allowClear value={chosen} popupMatchSelectWidth={false}
          options={detail.named.map((each) => ({ value: each.id, label: each.name }))} onChange={take} />
      )}
      {named && <Button type="text" icon={<DeleteOutlined />} loading={remove.isPending} onClick={() => remove.mutate()}>{t('import.forget', { name: named.name })}</Button>}
      <Button type="text" icon={<SaveOutlined />} onClick={() => setNaming(true)}>{t('import.keep')}</Button>
      {naming && <NameDialog kind={detail.import.kind} shop={detail.import.shop_id} name={named?.name ?? ''} mapping={mapping} onSaved={() => void refresh()} onClose={() => setNaming(false)} />}
    </div>
  );
}

function NameDialog({ kind, shop, name: first, mapping, onSaved, onClose }: { kind: Kind; shop: string; name: string; mapping: OrderMapping; onSaved(): void; onClose(): void }) {
  const t = useT();
  const [name, setName] = useState(first);
  const save = useMutation({ mutationFn: () => saveMapping(kind, shop, name, mapping), onSuccess: () => { onSaved(); onClose(); } });
  return (
    <Dialog title={t('import.keep')} ok={t('act.save')} busy={save.isPending} error={save.error} disabled={!name.trim()} onOk={() => save.mutate()} onClose={onClose}>
      <p className="quiet">{t('import.keep_hint')}</p>
      <Field label={t('import.name')} required>{(id) => <Input id={id} value={name} maxLength={100} autoFocus onChange={(event) => setName(event.target.value)} />}</Field>
    </Dialog>
  );
}
