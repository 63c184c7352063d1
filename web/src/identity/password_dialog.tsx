import { useMutation } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { ProblemError } from '../api/problem';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { changePassword } from './api';

export default function PasswordDialog({ onClose }: { onClose(): void }) {
  const t = useT();
  const { message } = App.useApp();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const save = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      void message.success(t('password.changed'));
      onClose();
    },
  });
  const errors = save.error instanceof ProblemError ? save.error.fields : {};
  const ready = current !== '' && next !== '';
  return (
    <Modal
      open title={t('password.title')} okText={t('act.save')} cancelText={t('act.cancel')} width={420}
      okButtonProps={{ disabled: !ready }} confirmLoading={save.isPending} onOk={() => save.mutate()} onCancel={onClose}
    >
      <Field label={t('password.current')} error={errors.current}>
        {(id) => <Input.Password id={id} autoFocus value={current} autoComplete="current-password" onChange={(event) => setCurrent(event.target.value)} />}
      </Field>
      <Field label={t('password.new')} error={errors.new} hint={t('set_up.password_hint')}>
        {(id) => <Input.Password id={id} value={next} autoComplete="new-password" onChange={(event) => setNext(event.target.value)} onPressEnter={() => ready && save.mutate()} />}
      </Field>
      {save.isError && <p className="form-error" role="alert">{sentence(save.error)}</p>}
    </Modal>
  );
}
