import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { BriefingPage } from '../briefing/page';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { RosterPage } from '../roster/page';

/** What to know before a shift. */
export function ShiftPlace() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  return (
    <BriefingPage
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })} onTicket={(ticket) => void navigate({ to: '/tickets', search: { ticket } })}
      planLink={may(me, 'team.supervise') && <Button onClick={() => void navigate({ to: '/shift/roster' })}>{t('briefing.plan')}</Button>}
      repliesLink={<Button size="small" type="link" onClick={() => void navigate({ to: '/replies' })}>{t('briefing.ending_look')}</Button>}
    />
  );
}

/** Who works when, for who plans it. */
export function RosterPlace() {
  const { shop, week } = useSearch({ from: '/inside/shift/roster' });
  const navigate = useNavigate();
  return <RosterPage shop={shop} week={week} onLook={(search) => void navigate({ to: '/shift/roster', search, replace: true })} />;
}
