import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Case, Evidence, LiabilityFinding } from '../api/wire';
import { evidenceQuery } from '../evidence/api';
import { tOr } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { dateTime } from '../ui/time';
import { liabilityQuery } from './api';
import { standing, useT, type Party } from './words';
import './liability.css';

const DecideDialog = lazy(() => import('./decide').then(({ DecideDialog: it }) => ({ default: it })));
const TakeBackDialog = lazy(() => import('./decide').then(({ TakeBackDialog: it }) => ({ default: it })));
const Viewer = lazy(() => import('../evidence/viewer').then(({ Viewer: it }) => ({ default: it })));

interface Props {
  complaint: Case;
  zone: string;
  mayWrite: boolean;
}

/** Who is held responsible for what went wrong in a case, and why. */
export default function LiabilityOfCase({ complaint, zone, mayWrite }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(liabilityQuery(complaint.id));
  const evidence = useQuery(evidenceQuery(complaint.id)).data;
  const [deciding, setDeciding] = useState<string | null>(null); // an issue
  const [back, setBack] = useState<LiabilityFinding | null>(null);
  const [shown, setShown] = useState('');
  const held = standing(data?.findings ?? []);
  return (
    <section className="panel-part liability" aria-label={t('liability.title')}>
      <header>
        <h3>{t('liability.title')}</h3>
        {mayWrite && data && (
          <Button size="small" type="link" onClick={() => setDeciding(held.some(({ issue }) => issue === complaint.scenario) ? '' : complaint.scenario)}>
            {t(held.length > 0 ? 'liability.more' : 'liability.decide')}
          </Button>
        )}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={1} />)}
      {data && held.length === 0 && <p className="quiet">{data.common.length > 0 ? t('liability.often', { parties: data.common.map((each) => t(`liability.party.${each as Party}`)).join(t('liability.comma')) }) : t('liability.none')}</p>}
      {held.map((each) => (
        <article key={each.issue} className="liability-one" data-issue={each.issue}>
          <p><PartyTag party={each.party} /> <b>{issueName(each.issue)}</b></p>
          <p className="liability-grounds">{each.grounds}</p>
          {each.items.length > 0 && <Cited ids={each.items} evidence={evidence} onShow={setShown} />}
          <p className="quiet">{each.by.name} · {dateTime(Date.parse(each.at), zone)}
            {mayWrite && (
              <span className="liability-acts">
                <Button size="small" type="link" aria-label={t('liability.change_of', { issue: issueName(each.issue) })} onClick={() => setDeciding(each.issue)}>{t('liability.change')}</Button>
                <Button size="small" type="text" aria-label={t('liability.take_back_of', { issue: issueName(each.issue) })} onClick={() => setBack(each)}>{t('liability.take_back')}</Button>
              </span>
            )}
          </p>
        </article>
      ))}
      {data && data.findings.length > held.length && <History all={data.findings} zone={zone} />}
      <Suspense>
        {deciding !== null && data && <DecideDialog complaint={complaint} liability={data} evidence={evidence} begin={deciding} onClose={() => setDeciding(null)} />}
        {back && data && <TakeBackDialog complaint={complaint} liability={data} finding={back} onClose={() => setBack(null)} />}
        {shown && evidence && <Viewer complaint={complaint} evidence={evidence} id={shown} mayWrite={mayWrite} onShow={setShown} onClose={() => setShown('')} />}
      </Suspense>
    </section>
  );
}

function issueName(issue: string): string {
  return tOr(`scenario.${issue}`, issue);
}

function PartyTag({ party }: { party: Party }) {
  return <span className={`liability-tag liability-${party}`}>{useT()(`liability.party.${party}`)}</span>;
}

/** What it was decided by; each opens large. */
function Cited({ ids, evidence, onShow }: { ids: string[]; evidence?: Evidence; onShow(id: string): void }) {
  const t = useT();
  const all = (evidence?.items ?? []).filter(({ id }) => ids.includes(id));
  return <p className="liability-cited">{all.map((each) => <button key={each.id} type="button" onClick={() => onShow(each.id)}>{t('liability.item', { n: each.n })}</button>)}</p>;
}

/** All that was ever decided here, the newest first. */
function History({ all, zone }: { all: LiabilityFinding[]; zone: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <div className="liability-history">
      <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('liability.fold') : t('liability.history', { n: all.length })}</Button>
      {open && (
        <ol>
          {all.map((each) => (
            <li key={`${each.issue} ${each.n}`}>
              <time>{dateTime(Date.parse(each.at), zone)}</time>
              <span><b>{issueName(each.issue)}</b> {each.party === '' ? t('liability.was_back') : t('liability.was', { party: t(`liability.party.${each.party}`) })} · {each.by.name}<br />{each.grounds}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
