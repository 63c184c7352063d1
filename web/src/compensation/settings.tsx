import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import { rulesQuery } from './api';
import { Limits } from './limits';
import { Pools } from './pools';
import { System } from './system';

/** What a shop allows, its coupons, and its own system. Who may not change it reads it. */
export function CompensationSettings() {
  const t = useT();
  const me = useMe();
  const [shop, setShop] = useState(me.shops[0]?.id ?? '');
  const { data, error, refetch } = useQuery({ ...rulesQuery(shop), enabled: shop !== '' });
  const manages = mayIn(me, shop, 'compensation.manage');
  return (
    <>
      {me.shops.length > 1 && <div className="comp-bar"><Select aria-label={t('comp.shop')} value={shop} options={me.shops.map(({ id, name }) => ({ value: id, label: name }))} onChange={setShop} /></div>}
      {!manages && <p className="comp-note comp-readonly">{t('comp.set.readonly')}</p>}
      <div className="page-card" key={shop}>
        {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
        {data && <Limits shop={shop} rules={data} manages={manages} />}
      </div>
      <div className="page-card comp-set" key={`${shop}/more`}>
        <Pools shop={shop} manages={manages} />
        {manages && <System shop={shop} />}
      </div>
    </>
  );
}
