import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Loading } from '../ui/states';
import { claimOf, MadeAlready } from './made';
import { Told, type BodyProps } from './step';

const Advice = lazy(() => import('../policy/advice'));
const Finder = lazy(() => import('../option/finder').then(({ Finder: it }) => ({ default: it })));
const ClaimForm = lazy(() => import('../compensation/claim_form').then(({ ClaimForm: it }) => ({ default: it })));

/** Remedies, main before fallback: the buyer is asked by a card, or one is settled on; what it may come to is a matter of the policy. */
export function DecideStep(props: BodyProps) {
  const t = useT();
  const { step, guide, detail, save, mark, skip } = props;
  const [looking, setLooking] = useState<'options' | 'policy'>();
  const [picked, setPicked] = useState(step.made);
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  const remedies = step.remedies ?? [];
  const look = (what: 'options' | 'policy') => setLooking(looking === what ? undefined : what);
  if (!complaint) return null;
  return (
    <>
      <Told step={step} />
      <MadeAlready {...props} />
      <div className="quick" role="group" aria-label={t('guide.kind.decide')}>
        {remedies.map((each) => (
          <button key={each} type="button" aria-pressed={picked === each} onClick={() => setPicked(picked === each ? '' : each)}>{tOr(`guide.remedy.${each}`, each)}</button>
        ))}
      </div>
      {picked && <Settle {...props} picked={picked} />}
      <Suspense fallback={<Loading rows={2} />}>
        {looking === 'policy' && <Advice caseId={guide.case_id} />}
        {looking === 'options' && (
          <Finder complaint={complaint} prefer={picked ? [picked] : remedies} onSent={(card) => mark({ made: card.picks.find((each) => remedies.includes(each.remedy))?.remedy ?? '' })} />
        )}
      </Suspense>
      <div className="guide-acts">
        <Button size="small" type={picked ? 'default' : 'primary'} aria-expanded={looking === 'options'} onClick={() => look('options')}>{t(looking === 'options' ? 'guide.options_fold' : 'guide.options')}</Button>
        <Button size="small" aria-expanded={looking === 'policy'} onClick={() => look('policy')}>{t(looking === 'policy' ? 'guide.policy_fold' : 'guide.policy')}</Button>
        <Button size="small" type="text" disabled={save.isPending} onClick={() => mark()}>{t('guide.decided')}</Button>
        {skip}
      </div>
    </>
  );
}

/** A remedy that was picked: it is claimed, or just settled on. */
function Settle({ step, guide, detail, save, mark, picked }: BodyProps & { picked: string }) {
  const t = useT();
  const me = useMe();
  const [claiming, setClaiming] = useState(false);
  const { shop } = detail.conversation;
  const as = claimOf(picked);
  const orderNo = detail.cases.find((each) => each.id === guide.case_id)?.order_no ?? '';
  return (
    <div className="guide-acts">
      {as && mayIn(me, shop.id, 'compensation.claim') && <Button size="small" type="primary" onClick={() => setClaiming(true)}>{t('guide.claim', { remedy: tOr(`guide.remedy.${picked}`, picked) })}</Button>}
      {(step.state !== 'done' || step.made !== picked) && <Button size="small" loading={save.isPending} onClick={() => mark({ made: picked })}>{t('guide.settle')}</Button>}
      <Suspense>
        {claiming && <ClaimForm caseId={guide.case_id} shop={shop.id} orderNo={orderNo} begin={as} onMade={() => mark({ made: picked })} onClose={() => setClaiming(false)} />}
      </Suspense>
    </div>
  );
}
