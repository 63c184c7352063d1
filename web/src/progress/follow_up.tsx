import { LinkOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { newKey } from '../api/client';
import type { Case, FollowUp as Shared } from '../api/wire';
import { useCaseChanged } from '../complaint/api';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Failure, Loading, sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { followUpQuery, renewServiceCode, revokeProgress, shareProgress } from './api';
import { CopyLink } from './copy_link';
import { Ratings } from './ratings';
import './progress.css';

interface Props {
  complaint: Case;
  zone: string;
  mayWrite: boolean;
}

/** How the buyer follows their case without the chat, and what they said of it when it was over. */
export function FollowUp({ complaint, zone, mayWrite }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(followUpQuery(complaint.id));
  return (
    <>
      <section className="panel-part" aria-label={t('progress.title')}>
        <header><h3>{t('progress.title')}</h3></header>
        {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />)}
        {data && <Standing shared={data} zone={zone} />}
        {data && mayWrite && <Acts complaint={complaint} shared={data} />}
      </section>
      {data && (complaint.stage === 'closed' || data.ratings.length > 0) && <Ratings complaint={complaint} ratings={data.ratings} zone={zone} />}
    </>
  );
}

function Standing({ shared: { link_made_at: made, has_code: code }, zone }: { shared: Shared; zone: string }) {
  const t = useT();
  const now = useNow();
  return (
    <ul className="shared">
      <li>{made ? t('progress.link_works', { time: dayTime(Date.parse(made), now, zone) }) : t('progress.no_link')}</li>
      <li>{t(code ? 'progress.has_code' : 'progress.no_code')}</li>
    </ul>
  );
}

function Acts({ complaint, shared }: { complaint: Case; shared: Shared }) {
  const t = useT();
  const { message, modal } = App.useApp();
  const changed = useCaseChanged(complaint.conversation_id);
  const run = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSettled: () => changed(),
    onError: (error) => message.error(sentence(error)),
  });
  const sure = (act: 'revoke' | 'renew', what: () => Promise<unknown>) => void modal.confirm({
    title: t(`progress.${act}_title`), content: t(`progress.${act}_hint`), okText: t(`progress.${act}_ok`), cancelText: t('act.cancel'),
    onOk: () => run.mutateAsync(what).catch(() => undefined),
  });
  const send = (key: string) => run.mutate(() => shareProgress(complaint.id, true, key));
  const give = (key: string) => run.mutate(() => renewServiceCode(complaint.id, key));
  const renew = (key: string) => sure('renew', () => renewServiceCode(complaint.id, key));
  return (
    <div className="row-acts">
      <Button size="small" icon={<LinkOutlined />} loading={run.isPending} onClick={() => send(newKey())}>{t('progress.send')}</Button>
      <CopyLink complaint={complaint} />
      {shared.link_made_at && <Button size="small" type="text" onClick={() => sure('revoke', () => revokeProgress(complaint.id))}>{t('progress.revoke')}</Button>}
      <Button size="small" type="text" onClick={() => (shared.has_code ? renew : give)(newKey())}>{t(shared.has_code ? 'progress.renew' : 'progress.make_code')}</Button>
    </div>
  );
}
