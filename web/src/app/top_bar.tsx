import { MoonOutlined, SearchOutlined, SunOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Select, Tooltip } from 'antd';
import { setLanguage, useLanguage, useT } from '../i18n';
import { AccountMenu } from '../identity/account_menu';
import { useMe } from '../identity/api';
import { Bell } from '../notice/bell';
import { StateMenu } from '../team/state_menu';
import { goodbye } from './leave';
import { setPrefs, useDark, usePrefs } from './prefs';
import type { Link } from './realtime';
import { zoneOf } from './shops';

export function TopBar({ link, onPalette }: { link: Link; onPalette(): void }) {
  const t = useT();
  const me = useMe();
  const dark = useDark();
  const navigate = useNavigate();
  const onDark = (next: boolean) => setPrefs({ dark: next });
  return (
    <header className="top">
      <strong className="brand">{t('brand')}</strong>
      <ShopName />
      <button type="button" className="search" onClick={onPalette}>
        <SearchOutlined /><span>{t('palette.trigger')}</span><kbd>{commandKey}</kbd>
      </button>
      <span className="grow" />
      {me.demo && <span className="tag tag-demo">{t('top.demo')}</span>}
      <LinkState link={link} />
      <StateMenu />
      <LanguageSwitch />
      <Tooltip title={t(dark ? 'account.light' : 'account.dark')}>
        <Button type="text" aria-label={t(dark ? 'account.light' : 'account.dark')} icon={dark ? <SunOutlined /> : <MoonOutlined />} onClick={() => onDark(!dark)} />
      </Tooltip>
      <Bell
        zone={zoneOf(me)} onOpen={(id) => void navigate({ to: '/c/$id', params: { id } })}
        onTicket={(ticket) => void navigate({ to: '/tickets', search: { ticket } })}
        onPapers={(shop) => void navigate({ to: '/orders/papers', search: { shop, ending: true } })}
        onDispute={(id) => void navigate({ to: '/disputes', search: { id } })}
        onClaim={(id) => void navigate({ to: '/compensations', search: { id: id || undefined } })}
        onRecall={(id) => void navigate({ to: '/recalls', search: { id } })}
        onShift={() => void navigate({ to: '/shift' })}
      />
      <AccountMenu me={me} dark={dark} onDark={onDark} onSignedOut={goodbye} />
    </header>
  );
}

export const commandKey = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ K' : 'Ctrl K';

function ShopName() {
  const t = useT();
  const { shops } = useMe();
  const { shop } = usePrefs();
  if (shops.length < 2) return <span className="shop">{shops[0]?.name}</span>;
  return (
    <span className="shop">
      <Select
        variant="borderless" aria-label={t('top.shop')} popupMatchSelectWidth={false} value={shop} onChange={(next) => setPrefs({ shop: next })}
        options={[{ value: '', label: t('top.all_shops') }, ...shops.map((each) => ({ value: each.id, label: each.name }))]}
      />
    </span>
  );
}

function LinkState({ link }: { link: Link }) {
  const t = useT();
  return <span className={`link link-${link}`} role="status" title={t(`link.${link}_hint`)}><i />{t(`link.${link}`)}</span>;
}

function LanguageSwitch() {
  const t = useT();
  const other = useLanguage() === 'en' ? 'zh-CN' : 'en';
  return (
    <Tooltip title={t('account.language')}>
      <Button type="text" onClick={() => void setLanguage(other)}>{t('account.language_short')}</Button>
    </Tooltip>
  );
}
