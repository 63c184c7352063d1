import { Button } from 'antd';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { act } from './api';
import { CaseDialog, Words } from './dialog';
import { restateText } from './restate_text';

/** What it is about in our words, and whether the buyer agrees. */
export function RestatementBlock({ complaint, heard, mayWrite }: { complaint: Case; heard?: string; mayWrite: boolean }) {
  const t = useT();
  const [writing, setWriting] = useState(false);
  const said = complaint.restatement;
  const early = ['received', 'acknowledged', 'understood', 'investigating'].includes(complaint.stage);
  const again = mayWrite && early && said?.state !== 'confirmed';
  return (
    <section className="panel-part" aria-label={t('restate.title')}>
      <header>
        <h3>{t('restate.title')}</h3>
        {said && <span className={`state-note state-note-${said.state}`}>{t(`restate.state.${said.state}`)}</span>}
      </header>
      {said && <blockquote className="said">{said.text}</blockquote>}
      {said?.words && <p className="said-back">{t('restate.corrected', { words: said.words })}</p>}
      {said?.state === 'asked' && <p className="quiet">{t('restate.mark_hint')}</p>}
      {!said && <p className="quiet">{t('restate.none')}</p>}
      {again && <Button size="small" onClick={() => setWriting(true)}>{t(said ? 'restate.again' : 'restate.send')}</Button>}
      {writing && <RestateDialog complaint={complaint} heard={heard} onClose={() => setWriting(false)} />}
    </section>
  );
}

/** heard is what the buyer was heard to say, to begin with where nobody has summed it up. */
export function RestateDialog({ complaint, heard, onClose }: { complaint: Case; heard?: string; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState(() => complaint.restatement?.text || (complaint.summary.trim() === '' && heard) || restateText(complaint));
  return (
    <CaseDialog
      complaint={complaint} title={t('restate.title')} ok={t('restate.send_ok')} hint={t('restate.hint')}
      ready={text.trim() !== ''} onClose={onClose}
      run={() => act('/api/cases/{id}/restatement', complaint, { text: text.trim() })}
    >
      {(tried) => <Words label={t('restate.text')} focus required value={text} onChange={setText} error={tried && !text.trim() ? t('restate.text_needed') : ''} />}
    </CaseDialog>
  );
}
