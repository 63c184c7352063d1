import { EditOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { act } from './api';
import { useBuyerWords } from './buyer_words';
import { CaseDialog, Choice, Words } from './dialog';

/** What we offer, and the buyer's word on it. */
export function Plan({ complaint, zone, mayWrite }: { complaint: Case; zone: string; mayWrite: boolean }) {
  const t = useT();
  const [doing, setDoing] = useState<'propose' | 'agree' | null>(null);
  const { proposal, agreement } = complaint;
  if (!proposal && !mayWrite) return null;
  const close = () => setDoing(null);
  return (
    <section className="panel-part" aria-label={t('plan.title')}>
      <header>
        <h3>{t('plan.title')}</h3>
        {proposal && <span className={agreement ? 'state-note state-note-confirmed' : 'state-note state-note-asked'}>{t(agreement ? 'plan.agreed' : 'plan.open')}</span>}
      </header>
      {proposal ? <blockquote className="said">{proposal}</blockquote> : <p className="quiet">{t('plan.none')}</p>}
      {agreement && <p className="said-back">{agreement.note || t('plan.agreed_by_message')}</p>}
      {mayWrite && (
        <div className="row-acts">
          {proposal && !agreement && <Button size="small" type="primary" ghost onClick={() => setDoing('agree')}>{t('plan.agree')}</Button>}
          <Button size="small" icon={<EditOutlined />} onClick={() => setDoing('propose')}>{t(proposal ? 'plan.change' : 'plan.propose')}</Button>
        </div>
      )}
      {doing === 'propose' && <ProposeDialog complaint={complaint} onClose={close} />}
      {doing === 'agree' && <AgreeDialog complaint={complaint} zone={zone} onClose={close} />}
    </section>
  );
}

export function ProposeDialog({ complaint, onClose }: { complaint: Case; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState(complaint.proposal);
  const [say, setSay] = useState(true);
  return (
    <CaseDialog
      complaint={complaint} title={t('plan.propose')} ok={t('plan.propose_ok')} ready={text.trim() !== ''} onClose={onClose}
      hint={complaint.agreement ? t('plan.anew_hint') : undefined}
      run={() => act('/api/cases/{id}/proposal', complaint, { text: text.trim(), say })}
    >
      {(tried) => (
        <>
          <Words label={t('plan.text')} focus required value={text} onChange={setText} placeholder={t('plan.text_hint')} error={tried && !text.trim() ? t('plan.text_needed') : ''} />
          <Checkbox checked={say} onChange={(event) => setSay(event.target.checked)}>{t('plan.say')}</Checkbox>
        </>
      )}
    </CaseDialog>
  );
}

export function AgreeDialog({ complaint, zone, onClose }: { complaint: Case; zone: string; onClose(): void }) {
  const t = useT();
  const [seq, setSeq] = useState('');
  const [note, setNote] = useState('');
  const words = useBuyerWords(complaint.conversation_id, zone);
  const ready = seq !== '' || note.trim() !== '';
  return (
    <CaseDialog
      complaint={complaint} title={t('plan.agree_title')} ok={t('plan.agree_ok')} hint={t('plan.agree_hint')} ready={ready} onClose={onClose}
      run={() => act('/api/cases/{id}/agreement', complaint, { seq: Number(seq) || 0, note: note.trim() })}
    >
      {(tried) => (
        <>
          <Choice label={t('mark.message')} value={seq} options={words} onChange={setSeq} placeholder={t('mark.choose')} />
          <Words label={t('plan.note')} value={note} onChange={setNote} placeholder={t('plan.note_hint')} error={tried && !ready ? t('plan.agreement_needed') : ''} />
        </>
      )}
    </CaseDialog>
  );
}
