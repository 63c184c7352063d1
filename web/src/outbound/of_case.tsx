import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { Case, CaseOutboundPhoto } from '../api/wire';
import { photosQuery } from '../evidence/api';
import { sentence } from '../ui/states';
import { attach, useOutboundChanged } from './api';
import { useT } from './words';
import './outbound.css';

/** How the goods of the order left, to be taken as evidence with one tap. */
export default function OutboundOfCase({ complaint, mayWrite }: { complaint: Case; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const { data } = useQuery({ ...photosQuery(complaint.id), enabled: complaint.order_no !== '' });
  const changed = useOutboundChanged();
  const take = useMutation({
    mutationFn: async (photos: CaseOutboundPhoto[]) => {
      for (const each of photos) await attach(complaint.id, each.id);
    },
    onError: (error) => message.error(sentence(error)),
    onSettled: changed,
  });
  if (!data || data.length === 0) return null;
  const left = data.filter(({ taken }) => taken === 0);
  return (
    <section className="panel-part outbound-part" aria-label={t('outbound.title')}>
      <header>
        <h3>{t('outbound.title')}<em>{data.length}</em></h3>
        {mayWrite && left.length > 0 && <Button size="small" type="link" loading={take.isPending} onClick={() => take.mutate(left)}>{t('outbound.take')}</Button>}
      </header>
      <ul>
        {data.map((each) => (
          <li key={each.id}>
            <a href={each.url} target="_blank" rel="noreferrer" title={each.name} aria-label={t('outbound.open', { name: each.name })}><img src={each.thumb_url ?? each.url} alt="" loading="lazy" /></a>
            {each.taken > 0 && <em>{t('outbound.taken', { n: each.taken })}</em>}
          </li>
        ))}
      </ul>
      <p className="quiet">{t('outbound.case_hint')}</p>
    </section>
  );
}
