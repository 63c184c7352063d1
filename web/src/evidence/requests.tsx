import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { EvidenceRequest } from '../api/wire';
import { toClipboard } from '../ui/copy';
import { sentence } from '../ui/states';
import { dateTime } from '../ui/time';
import { addressOf, revoke, useEvidenceChanged } from './api';
import { useT } from './words';

interface Props {
  requests: EvidenceRequest[];
  zone: string;
  mayWrite: boolean;
}

/** What the buyer was asked for, with the links that work. */
export function Requests({ requests, zone, mayWrite }: Props) {
  if (requests.length === 0) return null;
  return <ul className="evidence-requests">{requests.map((each) => <Asked key={each.id} request={each} zone={zone} mayWrite={mayWrite} />)}</ul>;
}

function Asked({ request, zone, mayWrite }: { request: EvidenceRequest; zone: string; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useEvidenceChanged();
  const failed = (error: unknown) => message.error(sentence(error));
  const copy = useMutation({
    mutationFn: async () => toClipboard(await addressOf(request.id)),
    onSuccess: (worked) => (worked ? message.success(t('evidence.copied')) : message.error(t('evidence.not_copied'))),
    onError: failed, onSettled: changed,
  });
  const end = useMutation({ mutationFn: () => revoke(request), onError: failed, onSettled: changed });
  const pieces = request.pieces.map(({ text }) => text).join(t('evidence.comma'));
  return (
    <li className={request.works ? '' : 'evidence-ended'}>
      <p title={pieces}>{t('evidence.asked', { pieces })}</p>
      <p className="quiet">
        {request.by.name} {dateTime(Date.parse(request.made_at), zone)} · {t('evidence.given', { n: request.given })} · {request.works ? t('evidence.until', { time: dateTime(Date.parse(request.ends_at), zone) }) : t(request.revoked ? 'evidence.revoked' : 'evidence.over')}
      </p>
      {mayWrite && request.works && (
        <span>
          <Button size="small" type="link" loading={copy.isPending} onClick={() => copy.mutate()}>{t('evidence.copy')}</Button>
          <Button size="small" type="text" loading={end.isPending} onClick={() => end.mutate()}>{t('evidence.revoke')}</Button>
        </span>
      )}
    </li>
  );
}
