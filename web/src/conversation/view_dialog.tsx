import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { QueueQuery, SavedView } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { changeView, createView, savedKey } from './queue_api';
import './transfer.css';

export type Editing = { kind: 'new' } | { kind: 'change'; view: SavedView };

/** Names a view, or changes one. */
export default function EditDialog({ editing, now, onClose }: { editing: Editing; now: QueueQuery; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const view = editing.kind === 'change' ? editing.view : undefined;
  const [name, setName] = useState(view?.name ?? '');
  const [shop, setShop] = useState(view?.shop_id ?? '');
  const [fresh, setFresh] = useState(!view);
  const [key] = useState(newKey);
  const [asked, setAsked] = useState(false);
  const refresh = () => cache.invalidateQueries({ queryKey: savedKey });
  const save = useMutation({
    mutationFn: () => {
      const draft = { name: name.trim(), shop_id: shop, query: fresh || !view ? now : view.query };
      return view ? changeView(view, draft) : createView(draft, key);
    },
    onSuccess: onClose, onSettled: refresh,
  });
  const submit = () => {
    setAsked(true);
    if (name.trim()) save.mutate();
  };
  return (
    <Dialog title={t(view ? 'views.change_title' : 'views.save')} ok={t('views.ok')} width={420} busy={save.isPending} error={save.error} onOk={submit} onClose={onClose}>
      <Field label={t('views.name')} required error={asked && !name.trim() ? t('views.name_missing') : ''}>
        {(id) => <Input id={id} autoFocus maxLength={30} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Share shop={shop} onShop={setShop} />
      {view && (
        <div className="chips">
          <button type="button" aria-pressed={fresh} onClick={() => setFresh(!fresh)}>{t('views.take_now')}</button>
        </div>
      )}
    </Dialog>
  );
}

/** With whom the view is shared; shown to who may share at all. */
function Share({ shop, onShop }: { shop: string; onShop(shop: string): void }) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'));
  if (shops.length === 0) return null;
  return (
    <Field label={t('views.share')}>
      {(id) => (
        <Select
          id={id} value={shop} onChange={onShop}
          options={[{ value: '', label: t('views.only_me') }, ...shops.map((each) => ({ value: each.id, label: t('views.all_of', { shop: each.name }) }))]}
        />
      )}
    </Field>
  );
}
