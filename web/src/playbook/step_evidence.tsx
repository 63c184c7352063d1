import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { EvidencePiece } from '../api/wire';
import { evidenceQuery } from '../evidence/api';
import { useT } from '../i18n';
import { own } from './api';
import names from './names.json';
import { Told, usePut, type BodyProps } from './step';

const AskEvidence = lazy(() => import('../evidence/ask').then(({ AskEvidence: it }) => ({ default: it })));

/** What is there of the evidence, as it lies with the case; what is missing is asked for at once. */
export function EvidenceStep(props: BodyProps) {
  const t = useT();
  const { step, run, guide, english, save, mark, skip } = props;
  const put = usePut(props);
  const { data: evidence } = useQuery(evidenceQuery(guide.case_id));
  const [asking, setAsking] = useState(false);
  const piece = (id: string) => evidence?.checklist.find((each) => each.id === id);
  const items = run.checklist.filter((each) => step.items?.includes(each.id));
  const real = items.filter((each) => settled(piece(each.id))).map((each) => each.id);
  const got = [...new Set([...step.got, ...real])].filter((id) => step.items?.includes(id));
  const missing = items.filter((each) => !got.includes(each.id));
  const complete = missing.every((each) => !each.required);
  const askable = missing.map(({ id }) => id).filter((id) => piece(id) && !piece(id)?.ours);
  const tick = (id: string) => save.mutate({ steps: [{ id: step.id, state: 'put', got: got.includes(id) ? got.filter((each) => each !== id) : [...got, id] }] });
  const write = () => {
    const said = english ? names.evidence.en : names.evidence.zh;
    put(said.ask.replace('{list}', missing.map((each) => (english ? each.en : each.zh)).join(said.between)));
  };
  return (
    <>
      <Told step={step} />
      <ul className="guide-items">
        {items.map((each) => (
          <li key={each.id}>
            <Checkbox checked={got.includes(each.id)} disabled={save.isPending || real.includes(each.id)} onChange={() => tick(each.id)}>{own(each)}{each.required && <i>*</i>}</Checkbox>
            <State piece={piece(each.id)} />
          </li>
        ))}
      </ul>
      {step.state === 'put' && !complete && <p className="quiet">{t('guide.waits_evidence')}</p>}
      <div className="guide-acts">
        {complete && <Button size="small" type="primary" loading={save.isPending} onClick={() => mark({ got })}>{t('guide.complete')}</Button>}
        {askable.length > 0 && <Button size="small" type={complete ? 'default' : 'primary'} onClick={() => setAsking(true)}>{t('guide.ask_evidence')}</Button>}
        {missing.length > 0 && <Button size="small" onClick={write}>{t('guide.write_ask')}</Button>}
        {skip}
      </div>
      {asking && evidence && <Ask {...props} begin={askable} onAsked={() => mark({ state: 'put', got })} onClose={() => setAsking(false)} />}
    </>
  );
}

const settled = (piece?: EvidencePiece) => piece !== undefined && piece.status !== 'missing';

/** How a piece stands with the case. */
function State({ piece }: { piece?: EvidencePiece }) {
  const t = useT();
  if (!settled(piece)) return null;
  return <em>{piece!.status === 'done' ? t('guide.received', { n: piece!.count }) : t('guide.not_needed')}</em>;
}

/** The request for evidence, with what is missing. */
function Ask({ detail, guide, begin, onAsked, onClose }: BodyProps & { begin: string[]; onAsked(): void; onClose(): void }) {
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  const { data: evidence } = useQuery(evidenceQuery(guide.case_id));
  if (!complaint || !evidence) return null;
  return <Suspense><AskEvidence complaint={complaint} evidence={evidence} begin={begin} web={detail.conversation.channel === 'webchat'} onAsked={onAsked} onClose={onClose} /></Suspense>;
}
