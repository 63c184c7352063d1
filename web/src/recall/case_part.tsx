import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { Case } from '../api/wire';
import { useCaseChanged } from '../complaint/api';
import { tOr, useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { advise, ofCaseQuery } from './api';
import { OpenDialog } from './open_dialog';
import './recall.css';
import './said';

interface Props {
  complaint: Case;
  mayWrite: boolean;
  onRecall(id: string): void;
}

/** For goods that may harm people: what the buyer is told at once, and the recall of the batch. */
export default function RecallOfCase({ complaint, mayWrite, onRecall }: Props) {
  const t = useT();
  const [doing, setDoing] = useState<'advise' | 'open' | null>(null);
  const { data } = useQuery(ofCaseQuery(complaint.id));
  if (!data || (data.advice === '' && data.items.length === 0)) return null;
  const close = () => setDoing(null);
  return (
    <section className="panel-part recall-part" aria-label={t('recalls.of_case')}>
      <header><h3>{t('recalls.of_case')}</h3></header>
      {data.items.map((each) => (
        <button key={each.id} type="button" className="recall-line" onClick={() => onRecall(each.id)}>
          <b>{each.name}</b> {each.batch} <span className={`recall-state recall-state-${each.state}`}>{t(`recalls.state.${each.state}`)}</span>
        </button>
      ))}
      {data.items.length === 0 && <p className="quiet">{t('recalls.hint')}</p>}
      {mayWrite && (
        <div className="row-acts">
          {data.advice !== '' && <Button size="small" onClick={() => setDoing('advise')}>{t('recalls.advise')}</Button>}
          <Button size="small" danger onClick={() => setDoing('open')}>{t('recalls.open')}</Button>
        </div>
      )}
      {doing === 'advise' && <AdviseDialog complaint={complaint} draft={data.advice} onClose={close} />}
      {doing === 'open' && <OpenDialog complaint={complaint} shop={complaint.shop_id} reason={data.reason || 'safety'} onOpened={onRecall} onClose={close} />}
    </section>
  );
}

/** The words to the buyer of the case; they are read over before they go. */
function AdviseDialog({ complaint, draft, onClose }: { complaint: Case; draft: string; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState(draft);
  const [key] = useState(newKey);
  const changed = useCaseChanged(complaint.conversation_id);
  const send = useMutation({ mutationFn: () => advise(complaint.conversation_id, text.trim(), key), onSuccess: () => (void changed(), onClose()) });
  return (
    <Dialog title={t('recalls.advise')} ok={t('recalls.advise_ok')} busy={send.isPending} error={send.error} disabled={text.trim() === ''} width={560} onOk={() => send.mutate()} onClose={onClose}>
      <Field label={t('recalls.advise_text')} hint={tOr('recalls.advise_hint', '')}>{(id) => <Input.TextArea id={id} autoFocus value={text} maxLength={1000} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(event) => setText(event.target.value)} />}</Field>
    </Dialog>
  );
}
