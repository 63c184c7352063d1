import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { besides, fieldsOf } from '../api/problem';
import type { Me } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { choosePassword, signOut } from './api';
import { Entrance } from './entrance';

interface Props {
  me: Me;
  corner?: ReactNode;
  onChosen(): Promise<unknown>;
  onSignedOut(): void;
}

/** What stands before the console for who has signed in with a password that somebody gave them. */
export function ChoosePassword({ me, corner, onChosen, onSignedOut }: Props) {
  const t = useT();
  const [password, setPassword] = useState('');
  const save = useMutation({ mutationFn: () => choosePassword(password).then(onChosen) });
  const out = useMutation({ mutationFn: signOut, onSuccess: onSignedOut });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && !save.isPending) save.mutate();
  };
  return (
    <Entrance title={t('choose_password.title', { name: me.name })} hint={t('choose_password.hint')} corner={corner}>
      <form onSubmit={submit}>
        <input hidden readOnly value={me.login} autoComplete="username" />
        <Field label={t('choose_password.new')} required error={fieldsOf(save.error).new} hint={t('set_up.password_hint')}>
          {(id) => <Input.Password id={id} size="large" autoFocus value={password} autoComplete="new-password" onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        <Problem error={besides(save.error, (field) => field === 'new') ?? out.error ?? undefined} />
        <Button type="primary" htmlType="submit" size="large" block disabled={!password} loading={save.isPending}>{t('choose_password.save')}</Button>
        <Button type="text" block loading={out.isPending} onClick={() => out.mutate()}>{t('account.sign_out')}</Button>
      </form>
    </Entrance>
  );
}
