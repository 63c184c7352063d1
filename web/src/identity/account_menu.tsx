import { GlobalOutlined, KeyOutlined, LogoutOutlined, MoonOutlined, PoweroffOutlined, SunOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Me } from '../api/wire';
import { setLanguage, useLanguage, useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { sentence } from '../ui/states';
import { signOut, signOutEverywhere } from './api';

const PasswordDialog = lazy(() => import('./password_dialog'));

interface Props {
  me: Me;
  dark: boolean;
  onDark(dark: boolean): void;
  onSignedOut(): void;
}

/** Me: how the screen looks to me, my password, and the way out. */
export function AccountMenu({ me, dark, onDark, onSignedOut }: Props) {
  const t = useT();
  const language = useLanguage();
  const [changing, setChanging] = useState(false);
  const leave = useLeaving(onSignedOut);
  const items: MenuProps['items'] = [
    { key: 'language', icon: <GlobalOutlined />, label: t('account.language'), onClick: () => void setLanguage(language === 'en' ? 'zh-CN' : 'en') },
    { key: 'dark', icon: dark ? <SunOutlined /> : <MoonOutlined />, label: t(dark ? 'account.light' : 'account.dark'), onClick: () => onDark(!dark) },
    { key: 'password', icon: <KeyOutlined />, label: t('account.password'), onClick: () => setChanging(true) },
    { type: 'divider' },
    { key: 'out', icon: <LogoutOutlined />, label: t('account.sign_out'), onClick: leave.here },
    { key: 'everywhere', icon: <PoweroffOutlined />, label: t('account.sign_out_everywhere'), onClick: leave.everywhere },
    { type: 'divider' },
    { key: 'version', label: t('account.version', { version: me.version }), disabled: true },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button type="button" className="account">
          <Avatar name={me.name} id={me.id} size={28} />
          <span className="hidden">{t('account.menu')}</span>
          <span><b>{me.name}</b><em>{me.login}</em></span>
        </button>
      </Dropdown>
      {changing && <Suspense><PasswordDialog onClose={() => setChanging(false)} /></Suspense>}
    </>
  );
}

function useLeaving(onSignedOut: () => void): { here(): void; everywhere(): void } {
  const t = useT();
  const { message, modal } = App.useApp();
  const leave = useMutation({
    mutationFn: (all: boolean) => (all ? signOutEverywhere() : signOut()),
    onSuccess: onSignedOut,
    onError: (error) => message.error(sentence(error)),
  });
  const ask = () => modal.confirm({
    title: t('account.everywhere_title'),
    content: t('account.everywhere_hint'),
    okText: t('account.everywhere_ok'),
    cancelText: t('act.cancel'),
    onOk: () => leave.mutateAsync(true).catch(() => undefined),
  });
  return { here: () => leave.mutate(false), everywhere: () => void ask() };
}
