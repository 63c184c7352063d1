import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure } from '../ui/states';
import { caseClaimsQuery } from './api';
import { ClaimCard } from './card';
import { ClaimForm } from './claim_form';
import { useDoing } from './acts';
import '../ui/settings.css';
import './compensation.css';
import './words';

interface Props {
  caseId: string;
  shop: string;
  orderNo: string;
  open: boolean;
}

/** What the buyer of a case is to get. */
export default function CaseClaims({ caseId, shop, orderNo, open }: Props) {
  const t = useT();
  const me = useMe();
  const [claiming, setClaiming] = useState(false);
  const { onDo, dialog } = useDoing();
  const claims = useQuery(caseClaimsQuery(caseId));
  const list = claims.data?.items ?? [];
  return (
    <section className="panel-part" aria-label={t('comp.title')}>
      <header>
        <h3>{t('comp.title')}</h3>
        {open && mayIn(me, shop, 'compensation.claim') && <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => setClaiming(true)}>{t('comp.claim')}</Button>}
      </header>
      {claims.isError && <Failure error={claims.error} retry={() => void claims.refetch()} />}
      {claims.isSuccess && list.length === 0 && <p className="quiet">{t('comp.none')}</p>}
      <ul className="comp-list">{list.map((each) => <ClaimCard key={each.id} item={each} as="case" onDo={onDo} />)}</ul>
      {dialog}
      {claiming && <ClaimForm caseId={caseId} shop={shop} orderNo={orderNo} onClose={() => setClaiming(false)} />}
    </section>
  );
}
