import { CloudServerOutlined, BranchesOutlined, EditOutlined, FileSearchOutlined, SafetyCertificateOutlined, ShopOutlined, TeamOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { Link, Navigate, Outlet, useMatchRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../../i18n';
import { useMe } from '../../identity/api';
import { NotFound } from '../not_found';
import { areasOf, type Area } from './areas';
import './settings.css';

const icons: Record<Area, ReactNode> = {
  shops: <ShopOutlined />,
  people: <TeamOutlined />,
  roles: <SafetyCertificateOutlined />,
  rules: <EditOutlined />,
  replies: <ThunderboltOutlined />,
  playbooks: <BranchesOutlined />,
  record: <FileSearchOutlined />,
  jobs: <CloudServerOutlined />,
};

/** The menu of the settings, and the part that is open. */
export function SettingsFrame() {
  const t = useT();
  const match = useMatchRoute();
  const mine = areasOf(useMe());
  const at = mine.find((area) => match({ to: `/settings/${area}`, fuzzy: true }));
  if (!at) return match({ to: '/settings' }) && mine[0] ? <Navigate to={`/settings/${mine[0]}`} replace /> : <NotFound />;
  return (
    <div className="settings">
      <nav className="settings-menu" aria-label={t('settings.title')}>
        <h2>{t('settings.title')}</h2>
        {mine.map((area) => (
          <Link key={area} to={`/settings/${area}`} search={{}} aria-current={area === at ? 'page' : undefined}>
            {icons[area]}<span>{t(`settings.${area}`)}</span>
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
