import { Modal } from 'antd';
import { useId, type FormEvent, type ReactNode } from 'react';
import { useT } from '../i18n';
import { Problem } from './problem';

interface Props {
  title: string;
  ok: string;
  busy: boolean;
  /** What stands below the fields. */
  error?: unknown;
  /** Somebody else was faster, and the newer state was fetched. */
  conflict?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** Nothing is left to be taken back: the one button closes it. */
  done?: boolean;
  width?: number;
  onOk(): void;
  onClose(): void;
  children: ReactNode;
}

/** A form over the page: Enter sends it, Escape closes it, a failure leaves it as it is. */
export function Dialog({ title, ok, busy, error, conflict, disabled, danger, done, width = 480, onOk, onClose, children }: Props) {
  const t = useT();
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form of its own, also where a form of the page has opened it.
    event.stopPropagation();
    if (!busy && !disabled) onOk();
  };
  return (
    <Modal
      open title={title} okText={ok} cancelText={t('act.cancel')} width={width} confirmLoading={busy} mask={{ closable: false }}
      cancelButtonProps={{ style: done ? { display: 'none' } : undefined }} okButtonProps={{ htmlType: 'submit', form: id, disabled, danger }} onCancel={onClose}
    >
      <form id={id} noValidate onSubmit={submit}>
        {children}
        <Problem error={error} conflict={conflict} />
      </form>
    </Modal>
  );
}
