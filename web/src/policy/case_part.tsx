import { lazy, Suspense, useState } from 'react';
import { Button } from 'antd';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { Loading } from '../ui/states';

const Advice = lazy(() => import('./advice'));

/** What may be offered in a case; it is computed when somebody looks. */
export function PolicyOfCase({ complaint }: { complaint: Case }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <section className="panel-part policy-part" aria-label={t('policy.of_case')}>
      <header><h3>{t('policy.of_case')}</h3><Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'policy.fold' : 'policy.look')}</Button></header>
      {open && <Suspense fallback={<Loading rows={2} />}><Advice caseId={complaint.id} /></Suspense>}
    </section>
  );
}
