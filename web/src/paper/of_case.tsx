import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Case, OfferedPaper } from '../api/wire';
import { sentence } from '../ui/states';
import { attach, offeredQuery, usePapersChanged } from './api';
import { Ends } from './page';
import { useT } from './words';
import './paper.css';

/** How many are shown at first. */
const few = 3;

/** The papers of the shop that fit what was bought, to be taken as evidence with one tap. */
export default function PapersOfCase({ complaint, mayWrite }: { complaint: Case; mayWrite: boolean }) {
  const t = useT();
  const { data } = useQuery(offeredQuery(complaint.id));
  const [all, setAll] = useState(false);
  if (!data || data.length === 0) return null;
  return (
    <section className="panel-part papers-part" aria-label={t('paper.of_case')}>
      <header><h3>{t('paper.of_case')}</h3></header>
      <ul>{(all ? data : data.slice(0, few)).map((each) => <One key={each.id} paper={each} caseId={complaint.id} mayWrite={mayWrite} />)}</ul>
      {data.length > few && <Button size="small" type="link" onClick={() => setAll(!all)}>{all ? t('paper.fewer') : t('paper.more', { n: data.length - few })}</Button>}
    </section>
  );
}

function One({ paper, caseId, mayWrite }: { paper: OfferedPaper; caseId: string; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = usePapersChanged();
  const take = useMutation({ mutationFn: () => attach(caseId, paper.id), onError: (error) => message.error(sentence(error)), onSettled: changed });
  const over = paper.near === 'over';
  const button = <Button size="small" loading={take.isPending} aria-label={t('paper.take_of', { title: paper.title })} onClick={over ? undefined : () => take.mutate()}>{t('paper.take')}</Button>;
  return (
    <li>
      <div>
        <a href={paper.url} target="_blank" rel="noreferrer">{paper.title}</a>
        <p className="quiet">{t(`paper.kind.${paper.kind}`)} · {t(`paper.fit.${paper.fit}`)}{paper.ends_on !== '' && <> · {t('paper.until')} <Ends paper={paper} /></>}</p>
      </div>
      {paper.taken > 0 ? <span className="paper-taken">{t('paper.taken', { n: paper.taken })}</span>
        : mayWrite && (over ? <Popconfirm title={t('paper.over_sure', { day: paper.ends_on })} description={t('paper.over_sure_why')} okText={t('paper.take')} cancelText={t('act.cancel')} onConfirm={() => take.mutate()}>{button}</Popconfirm> : button)}
    </li>
  );
}
