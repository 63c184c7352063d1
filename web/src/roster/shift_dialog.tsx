import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { Shift } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { addShift, changeShift, keys, removeShift } from './api';
import { clock, minutesOf } from './days';

interface Props {
  shop: string;
  /** Null for a new one. */
  shift: Shift | null;
  onClose(): void;
}

/** Name and times of a shift. */
export function ShiftDialog({ shop, shift, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [name, setName] = useState(shift?.name ?? '');
  const [from, setFrom] = useState(clock(shift?.from ?? 9 * 60));
  const [to, setTo] = useState(clock(shift?.to ?? 18 * 60));
  const [key] = useState(() => crypto.randomUUID());
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const draft = { name, from: minutesOf(from) ?? -1, to: minutesOf(to) ?? -1 };
  const save = useChange({
    save: () => (shift ? changeShift(shift, draft) : addShift(shop, key, draft)),
    saved: async () => {
      await refresh();
      onClose();
    },
    refresh,
  });
  const errors = fieldsOf(save.error);
  const over = draft.from >= 0 && draft.to >= 0 && draft.to <= draft.from;
  return (
    <Dialog title={t(shift ? 'roster.change_shift' : 'roster.add_shift')} ok={t('act.save')} busy={save.isPending} conflict={save.conflict} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('roster.name')} required error={errors.name}>
        {(id) => <Input id={id} autoFocus value={name} maxLength={20} placeholder={t('roster.name_example')} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="settings-pair">
        <Field label={t('roster.from')} required error={errors.from}>{(id) => <Input id={id} value={from} inputMode="numeric" maxLength={5} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label={t('roster.to')} required error={errors.to} hint={over ? t('roster.over_midnight') : undefined}>{(id) => <Input id={id} value={to} inputMode="numeric" maxLength={5} onChange={(event) => setTo(event.target.value)} />}</Field>
      </div>
      {shift && <p className="quiet">{t('roster.change_hint')}</p>}
      {shift && <Remove shift={shift} onDone={() => void refresh().then(onClose)} />}
    </Dialog>
  );
}

function Remove({ shift, onDone }: { shift: Shift; onDone(): void }) {
  const t = useT();
  const { message, modal } = App.useApp();
  const remove = useMutation({ mutationFn: () => removeShift(shift), onSuccess: onDone, onError: (error) => void message.error(sentence(error)) });
  const ask = () => void modal.confirm({
    title: t('roster.remove_ask', { name: shift.name }), content: t('roster.remove_hint'), okText: t('roster.remove'), cancelText: t('act.cancel'), okButtonProps: { danger: true },
    onOk: () => remove.mutateAsync().catch(() => undefined),
  });
  return <Button danger type="text" loading={remove.isPending} onClick={ask}>{t('roster.remove')}</Button>;
}
