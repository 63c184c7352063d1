import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Me } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { signIn } from './api';
import { Entrance } from './entrance';

/** The door: a name and a password. */
export function SignIn({ corner, onSignedIn }: { corner?: ReactNode; onSignedIn(me: Me): void }) {
  const t = useT();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({ mutationFn: () => signIn(login.trim(), password), onSuccess: onSignedIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() && password) enter.mutate();
  };
  return (
    <Entrance title={t('sign_in.title')} hint={t('sign_in.hint')} corner={corner}>
      <form onSubmit={submit}>
        <Field label={t('sign_in.login')}>
          {(id) => <Input id={id} size="large" value={login} autoFocus autoComplete="username" autoCapitalize="none" onChange={(event) => setLogin(event.target.value)} />}
        </Field>
        <Field label={t('sign_in.password')}>
          {(id) => <Input.Password id={id} size="large" value={password} autoComplete="current-password" onChange={(event) => setPassword(event.target.value)} />}
        </Field>
        {enter.isError && <p className="form-error" role="alert">{sentence(enter.error)}</p>}
        <Button type="primary" htmlType="submit" size="large" block disabled={!login.trim() || !password} loading={enter.isPending}>{t('sign_in.enter')}</Button>
      </form>
    </Entrance>
  );
}
