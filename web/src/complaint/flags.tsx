import { RiseOutlined, RollbackOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { App } from 'antd';
import { useMutation } from '@tanstack/react-query';
import type { Case } from '../api/wire';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { act, useCaseChanged } from './api';

/** What stands out about a case, beside its stage. */
export function Flags({ complaint, zone }: { complaint: Case; zone: string }) {
  const t = useT();
  const now = useNow();
  const { escalation, reopened, skipped, stage } = complaint;
  const time = (at: string) => dayTime(Date.parse(at), now, zone);
  return (
    <div className="flags">
      {escalation && (
        <span className={escalation.accepted_at ? 'flag' : 'flag flag-hot'} title={escalation.words}>
          <RiseOutlined />
          {t(escalation.accepted_at ? 'flag.accepted' : 'flag.escalated', {
            reason: tOr(`escalation.${escalation.reason}`, escalation.reason), time: time(escalation.at),
            name: escalation.accepted_by?.name ?? escalation.to?.name ?? t('flag.supervisors'),
          })}
        </span>
      )}
      {reopened && (
        <span className="flag flag-warm" title={reopened.words}>
          <RollbackOutlined />{t('flag.reopened', { time: time(reopened.at), name: reopened.by.name || t('timeline.buyer') })}
        </span>
      )}
      {skipped.length > 0 && stage !== 'received' && (
        <span className="flag" title={skipped.map((each) => tOr(`stage.${each}`, each)).join(' · ')}>{t('flag.skipped', { n: skipped.length })}</span>
      )}
      {escalation && !escalation.accepted_at && stage !== 'closed' && <AcceptButton complaint={complaint} />}
    </div>
  );
}

/** Offered to who is called, and to supervisors. */
function AcceptButton({ complaint }: { complaint: Case }) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const changed = useCaseChanged(complaint.conversation_id);
  const accept = useMutation({
    mutationFn: () => act('/api/cases/{id}/accept', complaint, {}),
    onSettled: () => changed(),
    onError: (error) => message.error(sentence(error)),
  });
  const called = complaint.escalation?.to?.id === me.id || mayIn(me, complaint.shop_id, 'team.supervise');
  if (!called) return null;
  return <Button size="small" type="primary" loading={accept.isPending} onClick={() => accept.mutate()}>{t('escalate.accept')}</Button>;
}
