import { useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Order, OrderChange } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';
import { changeOrder } from './api';
import { keys } from './keys';
import { readYuan } from '../ui/money';

/** Corrects what complaints most often turn on: the status, when it arrived, and what was refunded. */
export function ChangeDialog({ order, onClose }: { order: Order; onClose(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [status, setStatus] = useState(order.status_words);
  const [received, setReceived] = useState(order.received_at ? writeWall(Date.parse(order.received_at), order.zone) : '');
  const [refunded, setRefunded] = useState(order.refunded === null ? '' : (order.refunded / 100).toFixed(2));
  const fen = refunded.trim() === '' ? undefined : readYuan(refunded);
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const said = (): OrderChange => {
    const at = received ? readWall(received, order.zone) : null;
    const clear = [
      !status.trim() && order.status_words && 'status_words', !received && order.received_at && 'received_at', fen === undefined && order.refunded !== null && 'refunded',
    ].filter((each) => typeof each === 'string' && each !== '') as string[];
    return {
      status_words: status !== order.status_words && status.trim() ? status.trim() : undefined,
      received_at: at === null ? undefined : new Date(at).toISOString(), refunded: fen ?? undefined, clear,
    };
  };
  const change = useChange({ save: () => changeOrder(order, said()), saved: () => { void refresh(); onClose(); }, refresh });
  return (
    <Dialog
      title={t('order.change_title', { number: order.number })} ok={t('act.save')} busy={change.isPending} error={change.error} conflict={change.conflict}
      disabled={fen === null} onOk={() => change.mutate()} onClose={onClose}
    >
      <p className="quiet">{t('order.change_hint')}</p>
      <Field label={t('order.status')}>{(id) => <Input id={id} value={status} maxLength={100} allowClear onChange={(event) => setStatus(event.target.value)} />}</Field>
      <Field label={t('order.received_at')}>
        {(id) => <Input id={id} type="datetime-local" value={received} onChange={(event) => setReceived(event.target.value)} />}
      </Field>
      <Field label={t('order.refunded')} error={fen === null ? t('order.amount_wrong') : undefined}>
        {(id) => <Input id={id} allowClear prefix="¥" value={refunded} maxLength={12} onChange={(event) => setRefunded(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
