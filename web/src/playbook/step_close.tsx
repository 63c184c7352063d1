import { Button } from 'antd';
import { useState } from 'react';
import { AskDialog } from '../complaint/ask';
import { useT } from '../i18n';
import { useParting } from './parting';
import { Told, type BodyProps } from './step';

/** The end: what is left is said, and the buyer is asked whether it is solved. */
export function CloseStep({ step, detail, guide }: BodyProps) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const parting = useParting(detail.conversation.id);
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  const owed = detail.commitments.filter((each) => each.case_id === guide.case_id && each.state === 'open').length;
  if (!complaint) return null;
  return (
    <>
      <Told step={step} />
      {owed > 0 && <p className="guide-owed">{t('outcome.blocked', { n: owed })}</p>}
      {complaint.outcome === 'asked' && <p className="quiet">{t('guide.asked')}</p>}
      <div className="guide-acts">
        <Button size="small" type="primary" disabled={owed > 0 || complaint.outcome === 'asked'} onClick={() => setAsking(true)}>{t('outcome.ask')}</Button>
      </div>
      {asking && <AskDialog complaint={complaint} zone={detail.conversation.shop.zone} parting={parting} onClose={() => setAsking(false)} />}
    </>
  );
}
