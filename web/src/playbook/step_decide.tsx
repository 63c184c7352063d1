import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { tOr, useT } from '../i18n';
import { Loading } from '../ui/states';
import { Told, type BodyProps } from './step';

const Advice = lazy(() => import('../policy/advice'));

/** Remedies, main before fallback; what each may come to is a matter of the policy. */
export function DecideStep({ step, guide, save, mark, skip }: BodyProps) {
  const t = useT();
  const [looking, setLooking] = useState(false);
  return (
    <>
      <Told step={step} />
      <div className="quick" role="group" aria-label={t('guide.kind.decide')}>
        {step.remedies?.map((each) => (
          <button key={each} type="button" aria-pressed={step.made === each} disabled={save.isPending} onClick={() => mark({ made: each })}>{tOr(`guide.remedy.${each}`, each)}</button>
        ))}
      </div>
      {looking && <Suspense fallback={<Loading rows={2} />}><Advice caseId={guide.case_id} /></Suspense>}
      <div className="guide-acts">
        <Button size="small" aria-expanded={looking} onClick={() => setLooking(!looking)}>{t(looking ? 'guide.policy_fold' : 'guide.policy')}</Button>
        <Button size="small" type="text" onClick={() => mark()}>{t('guide.decided')}</Button>
        {skip}
      </div>
    </>
  );
}
