import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useChange } from '../api/change';
import { fieldsOf } from '../api/problem';
import type { CustomerHandle } from '../api/wire';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { revealHandle } from './api';

/** A masked value and, for who may, a way to look at it for a minute. */
export function Masked({ customer, handle, mayReveal }: { customer: string; handle: CustomerHandle; mayReveal: boolean }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState({ value: '', until: 0 });
  useEffect(() => {
    if (!shown.value) return;
    const timer = setTimeout(() => setShown({ value: '', until: 0 }), Math.max(0, shown.until - now()));
    return () => clearTimeout(timer);
  }, [shown]);
  const secret = handle.kind !== 'nick';
  return (
    <>
      <code className={shown.value ? 'contact-value contact-shown' : 'contact-value'}>{shown.value || handle.masked}</code>
      {secret && mayReveal && (shown.value
        ? <Button size="small" type="text" icon={<EyeInvisibleOutlined />} aria-label={t('customers.hide')} onClick={() => setShown({ value: '', until: 0 })} />
        : <Button size="small" type="text" icon={<EyeOutlined />} aria-label={t('customers.reveal')} onClick={() => setAsking(true)} />)}
      {asking && (
        <RevealDialog
          customer={customer} handle={handle} onClose={() => setAsking(false)}
          onShown={(value, until) => {
            setShown({ value, until });
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  customer: string;
  handle: CustomerHandle;
  onShown(value: string, until: number): void;
  onClose(): void;
}

function RevealDialog({ customer, handle, onShown, onClose }: DialogProps) {
  const t = useT();
  const [reason, setReason] = useState('');
  const change = useChange({
    save: () => revealHandle(customer, handle.id, reason),
    saved: (shown) => onShown(shown.value, Date.parse(shown.hide_at)),
    refresh: () => Promise.resolve(),
  });
  const usual = ['call', 'ship', 'refund'] as const;
  return (
    <Dialog
      title={t('customers.reveal_title', { value: handle.masked })} ok={t('customers.reveal_ok')} busy={change.isPending}
      error={fieldsOf(change.error).reason ? undefined : change.error} conflict={change.conflict} onOk={() => change.mutate()} onClose={onClose}
    >
      <p className="quiet">{t('customers.reveal_hint')}</p>
      <Field label={t('customers.reason')} required error={fieldsOf(change.error).reason}>
        {(id) => <Input id={id} autoFocus maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />}
      </Field>
      <div className="row-acts">
        {usual.map((each) => <Button key={each} size="small" onClick={() => setReason(t(`customers.reason.${each}`))}>{t(`customers.reason.${each}`)}</Button>)}
      </div>
    </Dialog>
  );
}
