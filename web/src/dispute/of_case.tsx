import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure } from '../ui/states';
import { caseDisputesQuery } from './api';
import { DisputeClock, DisputeTag } from './parts';
import { reasonOf } from './reason';
import '../ui/settings.css';
import './words';
import './dispute.css';

// The form and the pack come when they are needed.
const RegisterDialog = lazy(() => import('./register').then(({ RegisterDialog: it }) => ({ default: it })));
const DisputeDrawer = lazy(() => import('./detail').then(({ DisputeDrawer: it }) => ({ default: it })));

/** What the buyer of a case has brought before somebody outside. Such a dispute keeps no case from closing, so it has to be seen. */
export function CaseDisputes({ complaint }: { complaint: Case }) {
  const t = useT();
  const me = useMe();
  const [registering, setRegistering] = useState(false);
  const [open, setOpen] = useState('');
  const { data = [], error, refetch } = useQuery(caseDisputesQuery(complaint.id));
  const running = data.filter((each) => each.state !== 'decided').length;
  return (
    <section className="panel-part" aria-label={t('dispute.title')}>
      <header>
        <h3>{t('dispute.title')}</h3>
        {mayIn(me, complaint.shop_id, 'dispute.write') && <Button size="small" type="link" icon={<PlusOutlined />} onClick={() => setRegistering(true)}>{t('dispute.register_short')}</Button>}
      </header>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {data.length === 0 && !error && <p className="quiet">{t('dispute.of_case_none')}</p>}
      {running > 0 && <p className="dispute-warning">{t('dispute.of_case_running', { n: running })}</p>}
      <ul className="case-disputes">
        {data.map((each) => (
          <li key={each.id}>
            <button type="button" className="dispute-link" onClick={() => setOpen(each.id)}>{t(`dispute.kind.${each.kind}`)} {each.number}</button>
            <span><DisputeTag dispute={each} /><DisputeClock dispute={each} /></span>
          </li>
        ))}
      </ul>
      <Suspense>
        {registering && (
          <RegisterDialog
            shop={complaint.shop_id} begin={{ caseId: complaint.id, caseNumber: complaint.number, orderNo: complaint.order_no, reason: reasonOf(complaint.scenario) }}
            onDone={setOpen} onClose={() => setRegistering(false)}
          />
        )}
        {open && <DisputeDrawer id={open} onClose={() => setOpen('')} />}
      </Suspense>
    </section>
  );
}
