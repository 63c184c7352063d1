import { CameraOutlined, FileZipOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import type { Case, Evidence } from '../api/wire';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading, sentence } from '../ui/states';
import { add, evidenceQuery, takePack, useEvidenceChanged } from './api';
import { Checklist } from './checklist';
import { Requests } from './requests';
import { Thumbs } from './thumbs';
import { useT } from './words';
import './evidence.css';

// The form and the large view come when they are needed.
const AskEvidence = lazy(() => import('./ask').then(({ AskEvidence: it }) => ({ default: it })));
const Viewer = lazy(() => import('./viewer').then(({ Viewer: it }) => ({ default: it })));

/** What shows what happened in a case: what it should have, what is there, and what the buyer was asked for. */
export function CaseEvidence({ complaint, web }: { complaint: Case; web: boolean }) {
  const t = useT();
  const me = useMe();
  const { data, error, refetch } = useQuery(evidenceQuery(complaint.id));
  const [asking, setAsking] = useState<string[] | null>(null);
  const [shown, setShown] = useState('');
  const mayWrite = mayIn(me, complaint.shop_id, 'case.write');
  const open = complaint.stage !== 'closed';
  return (
    <section className="panel-part evidence" aria-label={t('evidence.title')}>
      <header>
        <h3>{t('evidence.title')}{data && data.items.length > 0 && <em>{data.items.length}</em>}</h3>
        {mayWrite && data && (
          <span className="evidence-acts">
            <Add caseId={complaint.id} />
            {open && <Button size="small" type="link" icon={<CameraOutlined />} onClick={() => setAsking(missing(data))}>{t('evidence.ask')}</Button>}
          </span>
        )}
      </header>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />)}
      {data && (
        <>
          <Checklist caseId={complaint.id} evidence={data} mayWrite={mayWrite} onAsk={open ? (piece) => setAsking([piece]) : undefined} onShow={setShown} />
          <Thumbs items={data.items} pieces={data.checklist} onShow={setShown} />
          <Requests requests={data.requests} zone={data.zone} mayWrite={mayWrite} />
          {mayWrite && <TakePack complaint={complaint} />}
        </>
      )}
      <Suspense>
        {asking && data && <AskEvidence complaint={complaint} evidence={data} begin={asking} web={web} onClose={() => setAsking(null)} />}
        {shown && data && <Viewer complaint={complaint} evidence={data} id={shown} mayWrite={mayWrite} onShow={setShown} onClose={() => setShown('')} />}
      </Suspense>
    </section>
  );
}

/** What the buyer could still show. */
function missing({ checklist }: Evidence): string[] {
  return checklist.filter((each) => each.status === 'missing' && !each.ours).map((each) => each.id);
}

/** Adds files that the team has. */
function Add({ caseId }: { caseId: string }) {
  const t = useT();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const changed = useEvidenceChanged();
  const [part, setPart] = useState(0);
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      for (const each of files) await add(caseId, '', each, setPart);
    },
    onError: (error) => message.error(sentence(error)),
    onSettled: () => (setPart(0), changed()),
  });
  return (
    <>
      <Button size="small" type="link" icon={<UploadOutlined />} loading={send.isPending} onClick={() => input.current?.click()}>
        {send.isPending ? t('evidence.adding', { percent: Math.round(part * 100) }) : t('evidence.add')}
      </Button>
      <input ref={input} type="file" multiple hidden accept="image/*,video/*,application/pdf" aria-label={t('evidence.add')} onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        event.target.value = '';
        if (files.length > 0) send.mutate(files);
      }} />
    </>
  );
}

/** Hands out all there is, for who judges from outside. */
function TakePack({ complaint }: { complaint: Case }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useEvidenceChanged();
  const pack = useMutation({
    mutationFn: () => takePack(complaint.id, t('evidence.pack_name', { number: complaint.number })),
    onSuccess: () => message.success(t('evidence.pack_taken')),
    onError: (error) => message.error(sentence(error)),
    onSettled: changed,
  });
  return (
    <p className="evidence-pack">
      <Button size="small" icon={<FileZipOutlined />} loading={pack.isPending} onClick={() => pack.mutate()}>{t('evidence.pack')}</Button>
      <span className="quiet">{t('evidence.pack_hint')}</span>
    </p>
  );
}
