import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ProblemError } from '../api/problem';
import type { Me } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Failure, Loading, sentence } from '../ui/states';
import { setUp, setUpQuery, type SetUp as Answers } from './api';
import { Entrance } from './entrance';

interface Props {
  token: string;
  corner?: ReactNode;
  onSignedIn(me: Me): void;
}

/** The one-time page that makes the first administrator. */
export function SetUp({ token, corner, onSignedIn }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(setUpQuery(token));
  return (
    <Entrance title={t('set_up.title')} hint={data ? t('set_up.hint') : undefined} corner={corner}>
      {!data && (error ? <Failure title={t('set_up.refused')} error={error} retry={() => void refetch()} /> : <Loading rows={3} />)}
      {data && <Form token={token} shopNeeded={data.shop_needed} onSignedIn={onSignedIn} />}
    </Entrance>
  );
}

function Form({ token, shopNeeded, onSignedIn }: { token: string; shopNeeded: boolean; onSignedIn(me: Me): void }) {
  const t = useT();
  const [answers, setAnswers] = useState<Answers>({ token, shop_name: '', name: '', login: '', password: '' });
  const save = useMutation({ mutationFn: () => setUp(answers), onSuccess: onSignedIn });
  const errors = save.error instanceof ProblemError ? save.error.fields : {};
  const asked: (keyof Answers)[] = shopNeeded ? ['shop_name', 'name', 'login', 'password'] : ['name', 'login', 'password'];
  const complete = asked.every((name) => answers[name].trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) save.mutate();
  };
  const input = (name: 'shop_name' | 'name' | 'login') => (
    <Field label={t(`set_up.${name}`)} required error={errors[name]} hint={t(`set_up.${name}_hint`)}>
      {(id) => <Input id={id} size="large" value={answers[name]} autoComplete={name === 'login' ? 'username' : 'off'} onChange={(event) => setAnswers({ ...answers, [name]: event.target.value })} />}
    </Field>
  );
  return (
    <form onSubmit={submit}>
      {shopNeeded && input('shop_name')}
      {input('name')}
      {input('login')}
      <Field label={t('set_up.password')} required error={errors.password} hint={t('set_up.password_hint')}>
        {(id) => <Input.Password id={id} size="large" value={answers.password} autoComplete="new-password" onChange={(event) => setAnswers({ ...answers, password: event.target.value })} />}
      </Field>
      {save.isError && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      <Button type="primary" htmlType="submit" size="large" block disabled={!complete} loading={save.isPending}>{t('set_up.finish')}</Button>
    </form>
  );
}
