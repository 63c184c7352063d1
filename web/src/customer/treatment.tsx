import { EditOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Mark } from './mark';
import { updateCustomer, useCustomersChanged, type Treatment } from './api';

const levels = ['', 'silver', 'gold', 'vip'] as const;
const levelColours = { silver: 'grey', gold: 'gold', vip: 'purple' };

/** How much they are worth to the shop, unless that is nothing special. */
export function LevelTag({ level }: { level: CustomerCard['level'] }) {
  const t = useT();
  return level === '' ? null : <Mark colour={levelColours[level]}>{t(`customers.level.${level}`)}</Mark>;
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** "22:00–08:00", or nothing. */
export function quietWords({ quiet_from: from, quiet_to: to }: Pick<CustomerCard, 'quiet_from' | 'quiet_to'>): string {
  return from === to ? '' : `${clock(from)}–${clock(to)}`;
}

/** Opens the form for how a customer is called and treated. */
export function TreatmentButton({ card }: { card: CustomerCard }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<EditOutlined />} onClick={() => setOpen(true)}>{t('customers.edit')}</Button>
      {open && <TreatmentDialog card={card} onClose={() => setOpen(false)} />}
    </>
  );
}

const read = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

function TreatmentDialog({ card, onClose }: { card: CustomerCard; onClose(): void }) {
  const t = useT();
  const [typed, setTyped] = useState<Partial<Treatment>>({});
  const draft: Treatment = { name: card.name, address_as: card.address_as, level: card.level, quiet_from: card.quiet_from, quiet_to: card.quiet_to, ...typed };
  const fill = (part: Partial<Treatment>) => setTyped({ ...typed, ...part });
  const refresh = useCustomersChanged();
  const change = useChange({ save: () => updateCustomer(card, draft), saved: async () => (await refresh(), onClose()), refresh });
  const errors = fieldsOf(change.error);
  return (
    <Dialog
      title={t('customers.edit')} ok={t('customers.save')} busy={change.isPending} conflict={change.conflict}
      error={besides(change.error, (field) => ['name', 'address_as'].includes(field))} onOk={() => change.mutate()} onClose={onClose}
    >
      <Field label={t('customers.name')} error={errors.name}>
        {(id) => <Input id={id} autoFocus maxLength={40} value={draft.name} onChange={({ target }) => fill({ name: target.value })} />}
      </Field>
      <Field label={t('customers.address_as')} hint={t('customers.address_as_hint')} error={errors.address_as}>
        {(id) => <Input id={id} maxLength={20} value={draft.address_as} onChange={({ target }) => fill({ address_as: target.value })} />}
      </Field>
      <Field label={t('customers.level')}>
        {(id) => <Select id={id} className="wide" value={draft.level} onChange={(level) => fill({ level })} options={levels.map((value) => ({ value, label: t(`customers.level.${value || 'none'}`) }))} />}
      </Field>
      <div className="settings-pair">
        <Field label={t('customers.quiet_from')} hint={t('customers.quiet_hint')}>
          {(id) => <Input id={id} type="time" value={clock(draft.quiet_from)} onChange={({ target }) => fill({ quiet_from: read(target.value) })} />}
        </Field>
        <Field label={t('customers.quiet_to')}>
          {(id) => <Input id={id} type="time" value={clock(draft.quiet_to)} onChange={({ target }) => fill({ quiet_to: read(target.value) })} />}
        </Field>
      </div>
    </Dialog>
  );
}
