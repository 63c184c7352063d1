import {
  ClockCircleOutlined, FieldTimeOutlined, GlobalOutlined, InboxOutlined, LogoutOutlined,
  MoonOutlined, QuestionCircleOutlined, SettingOutlined, SnippetsOutlined, SolutionOutlined, SunOutlined, TeamOutlined,
} from '@ant-design/icons';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import type { ReactNode } from 'react';
import type { QueuePage, View } from '../api/wire';
import { keys } from '../conversation/api';
import { openPaste } from '../conversation/pasting';
import { setLanguage, useLanguage, useT } from '../i18n';
import { may, signOut, useMe } from '../identity/api';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { sentence } from '../ui/states';
import { goodbye } from './leave';
import { openNext } from './next';
import { setPrefs, useDark } from './prefs';
import { areasOf } from './settings/areas';

export interface Command {
  id: string;
  icon: ReactNode;
  name: string;
  more?: string;
  /** In place of more, where that is not only text. */
  shown?: ReactNode;
  keys?: string;
  /** Listed only when one types for it. */
  onlyByName?: boolean;
  run(): void;
}

const views: View[] = ['mine', 'unassigned', 'waiting', 'all', 'snoozed'];

export function useCommands(onKeys: () => void): Command[] {
  return [...usePlaces(), ...useSettings(onKeys), ...useConversations()];
}

function usePlaces(): Command[] {
  const t = useT();
  const me = useMe();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const next = () => openNext(cache, navigate).catch((error: unknown) => message.error(sentence(error)));
  const places: Command[] = [
    { id: 'next', icon: <ClockCircleOutlined />, name: t('palette.next'), keys: 'Alt N', run: () => void next() },
    ...views.map((view) => ({
      id: `view-${view}`, icon: <InboxOutlined />, name: t('palette.view', { name: t(`queue.view.${view}`) }),
      run: () => {
        setPrefs({ view });
        void navigate({ to: '/' });
      },
    })),
  ];
  if (may(me, 'conversation.reply')) {
    places.push({ id: 'paste', icon: <SnippetsOutlined />, name: t('paste.title'), run: () => openPaste() });
  }
  if (may(me, 'commitment.read')) {
    places.push({ id: 'wall', icon: <FieldTimeOutlined />, name: t('nav.wall'), run: () => void navigate({ to: '/wall' }) });
  }
  if (may(me, 'ticket.read')) {
    places.push({ id: 'tickets', icon: <SolutionOutlined />, name: t('nav.tickets'), run: () => void navigate({ to: '/tickets' }) });
  }
  if (may(me, 'team.supervise')) {
    places.push({ id: 'team', icon: <TeamOutlined />, name: t('nav.team'), run: () => void navigate({ to: '/team' }) });
  }
  const settings = areasOf(me).map((area) => ({
    id: `settings-${area}`, icon: <SettingOutlined />, name: t('settings.place', { name: t(`settings.${area}`) }), onlyByName: true,
    run: () => void navigate({ to: `/settings/${area}` }),
  }));
  return [...places, ...settings];
}

function useSettings(onKeys: () => void): Command[] {
  const t = useT();
  const dark = useDark();
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  const { message } = App.useApp();
  const out = () => signOut().then(goodbye, (error: unknown) => message.error(sentence(error)));
  return [
    { id: 'dark', icon: dark ? <SunOutlined /> : <MoonOutlined />, name: t(dark ? 'account.light' : 'account.dark'), run: () => setPrefs({ dark: !dark }) },
    { id: 'language', icon: <GlobalOutlined />, name: t('account.language'), run: () => void setLanguage(other) },
    { id: 'keys', icon: <QuestionCircleOutlined />, name: t('keys.title'), keys: '?', run: onKeys },
    { id: 'out', icon: <LogoutOutlined />, name: t('account.sign_out'), run: () => void out() },
  ];
}

/** The conversations of every queue that was loaded, each once. */
function useConversations(): Command[] {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const found = new Map<string, Command>();
  for (const [, data] of cache.getQueriesData<InfiniteData<QueuePage>>({ queryKey: keys.queues })) {
    for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
      const id = item.conversation_id;
      found.set(id, {
        id, name: buyerName(item.customer), more: item.preview, onlyByName: true,
        icon: <Avatar name={buyerName(item.customer)} id={item.customer.id} size={22} />,
        run: () => void navigate({ to: '/c/$id', params: { id } }),
      });
    }
  }
  return [...found.values()];
}
