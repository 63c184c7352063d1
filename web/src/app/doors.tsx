import { GlobalOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Me } from '../api/wire';
import { setLanguage, useLanguage, useT } from '../i18n';
import { meQuery, useMe } from '../identity/api';
import { ChoosePassword } from '../identity/choose_password';
import { SetUp } from '../identity/set_up';
import { SignIn } from '../identity/sign_in';
import { goodbye } from './leave';

// The pages one sees before one is known.

export function SignInPage() {
  const { back } = useSearch({ from: '/sign-in' });
  const { history } = useRouter();
  const enter = useEnter();
  return (
    <SignIn
      corner={<LanguageButton />}
      onSignedIn={(me) => {
        enter(me);
        history.replace(back ?? '/');
      }}
    />
  );
}

export function SetUpPage() {
  const { token } = useSearch({ from: '/setup' });
  const navigate = useNavigate();
  const enter = useEnter();
  return (
    <SetUp
      token={token}
      corner={<LanguageButton />}
      onSignedIn={(me) => {
        enter(me);
        void navigate({ to: '/', replace: true });
      }}
    />
  );
}

/** Before the console, but behind the door: it keeps the address that one wanted to see. */
export function ChoosePasswordPage() {
  const cache = useQueryClient();
  return <ChoosePassword me={useMe()} corner={<LanguageButton />} onChosen={() => cache.invalidateQueries({ queryKey: meQuery.queryKey })} onSignedOut={goodbye} />;
}

function useEnter(): (me: Me) => void {
  const cache = useQueryClient();
  return (me) => {
    cache.clear();
    cache.setQueryData(meQuery.queryKey, me);
  };
}

function LanguageButton() {
  const t = useT();
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  return <Button type="text" icon={<GlobalOutlined />} onClick={() => void setLanguage(other)}>{t('account.language')}</Button>;
}
