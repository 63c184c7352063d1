import { DeleteOutlined, DownloadOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { buyerName } from '../ui/buyer';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { eraseCustomer, exportCustomer, useCustomersChanged } from './api';

/** Hands out or erases all that is kept of a customer, as they ask for it. */
export function PersonalData({ card }: { card: CustomerCard }) {
  const t = useT();
  const [doing, setDoing] = useState<'export' | 'erase'>();
  return (
    <div className="row-acts">
      <Button size="small" icon={<DownloadOutlined />} onClick={() => setDoing('export')}>{t('customers.export')}</Button>
      <Button size="small" danger icon={<DeleteOutlined />} onClick={() => setDoing('erase')}>{t('customers.erase')}</Button>
      {doing && <PersonalDialog card={card} what={doing} onClose={() => setDoing(undefined)} />}
    </div>
  );
}

function PersonalDialog({ card, what, onClose }: { card: CustomerCard; what: 'export' | 'erase'; onClose(): void }) {
  const t = useT();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(what === 'export');
  const refresh = useCustomersChanged();
  const change = useChange<unknown>({
    save: () => (what === 'export' ? exportCustomer(card.id, reason).then((all) => save(`${card.id}.json`, all)) : eraseCustomer(card, reason)),
    saved: async () => {
      await refresh();
      void message.success(t(`customers.${what}_done`));
      onClose();
    },
    refresh,
  });
  const error = fieldsOf(change.error).reason;
  return (
    <Dialog
      title={t(`customers.${what}_title`, { name: buyerName(card) })} ok={t(`customers.${what}`)} danger={what === 'erase'} disabled={!sure} busy={change.isPending}
      error={besides(change.error, (field) => field === 'reason')} conflict={change.conflict} onOk={() => change.mutate()} onClose={onClose}
    >
      <p className="quiet">{t(`customers.${what}_hint`)}</p>
      <Field label={t('customers.reason')} required error={error}>
        {(id) => <Input id={id} autoFocus maxLength={200} placeholder={t('customers.reason_example')} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
      {what === 'erase' && <Checkbox checked={sure} onChange={({ target }) => setSure(target.checked)}>{t('customers.erase_sure')}</Checkbox>}
    </Dialog>
  );
}

/** Leaves a file with the person at the screen. */
function save(name: string, content: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
