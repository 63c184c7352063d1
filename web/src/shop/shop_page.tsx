import { LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Shop } from '../api/wire';
import { AssignmentPart } from '../assignment/part';
import { AutomationPart } from '../automation/part';
import { useT } from '../i18n';
import { RobotsPart } from '../robot/robots_part';
import { TicketTypesPart } from '../ticket/types_part';
import { Failure, Loading } from '../ui/states';
import { shopQuery } from './api';
import { Basics } from './basics';
import { DelightsPart } from './delights_part';
import { DepartmentsPart } from './departments_part';
import { HoursPart } from './hours_part';
import { LimitsPart } from './limits_part';
import { parts, type Part } from './parts';
import { TextsPart } from './texts_part';
import '../ui/settings.css';
import './shop.css';

const PolicyPart = lazy(() => import('../policy/part'));

interface Props {
  id: string;
  part: Part;
  onPart(part: Part): void;
  onBack(): void;
  onPeople(department?: string): void;
}

/** One shop and everything that it may choose. */
export function ShopPage({ id, part, onPart, onBack, onPeople }: Props) {
  const t = useT();
  const { data: shop, error, isError, refetch } = useQuery(shopQuery(id));
  return (
    <main className="page">
      <header className="page-head">
        <div className="shop-head">
          <Button type="text" icon={<LeftOutlined />} aria-label={t('shops.back')} onClick={onBack} />
          <h1>{shop?.name ?? t('shops.title')}</h1>
        </div>
        {shop && <Button onClick={() => onPeople()}>{t('shops.people')}</Button>}
      </header>
      <div className="page-card shop-card">
        {!shop && (isError ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
        {shop && (
          <Tabs
            activeKey={part} onChange={(key) => onPart(key as Part)}
            items={parts.map((each) => ({ key: each, label: t(`shops.part.${each}`), children: inside(each, shop, onPeople) }))}
          />
        )}
      </div>
    </main>
  );
}

function inside(part: Part, shop: Shop, onPeople: Props['onPeople']): ReactNode {
  switch (part) {
    case 'basics':
      return <Basics shop={shop} />;
    case 'hours':
      return <HoursPart shop={shop} />;
    case 'departments':
      return <DepartmentsPart shop={shop} onPeople={onPeople} />;
    case 'assignment':
      return <AssignmentPart shop={shop.id} />;
    case 'automation':
      return <AutomationPart shop={shop.id} zone={shop.hours.zone} />;
    case 'policy':
      return <Suspense fallback={<Loading rows={6} />}><PolicyPart shop={shop.id} /></Suspense>;
    case 'tickets':
      return <TicketTypesPart shop={shop.id} />;
    case 'robots':
      return <RobotsPart shop={shop} />;
    case 'limits':
      return <LimitsPart shop={shop} />;
    case 'texts':
      return <TextsPart shop={shop} />;
    case 'delights':
      return <DelightsPart shop={shop} />;
  }
}
