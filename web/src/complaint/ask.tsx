import { Checkbox } from 'antd';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { act, askOutcome } from './api';
import { useBuyerWords } from './buyer_words';
import { CaseDialog, Choice, Words } from './dialog';
import { restateText } from './restate_text';

/** Whether a case may be settled in one form. */
export function isFast({ severity }: Case): boolean {
  return severity === 'low' || severity === 'normal';
}

/** Words that may go along with the closing ones of a case, once. */
export interface Parting {
  caseId: string;
  tips: string[];
  onSent(): void;
}

interface Props {
  complaint: Case;
  zone: string;
  parting?: Parting;
  onClose(): void;
}

/**
 * Asks the buyer whether it is solved. In the fast lane it is the one form: what
 * the buyer wanted is confirmed from their own words on the way.
 */
export function AskDialog({ complaint, zone, parting, onClose }: Props) {
  const t = useT();
  const fast = isFast(complaint) && complaint.restatement?.state !== 'confirmed';
  const [restatement, setRestatement] = useState(() => complaint.restatement?.text || restateText(complaint));
  const words = useBuyerWords(complaint.conversation_id, zone);
  const [seq, setSeq] = useState(words[words.length - 1]?.value ?? '');
  const [text, setText] = useState('');
  const tips = parting?.caseId === complaint.id ? parting.tips : [];
  const [along, setAlong] = useState(() => tips.slice(0, 1));
  const result = [text.trim(), ...along].join('\n');
  const ready = text.trim() !== '' && (!fast || restatement.trim() !== '' && seq !== '');
  const run = () => fast
    ? act('/api/cases/{id}/fast-lane', complaint, { restatement: restatement.trim(), seq: Number(seq), result })
    : askOutcome(complaint, result);
  const send = () => run().then(() => along.length > 0 && parting?.onSent());
  return (
    <CaseDialog complaint={complaint} title={t(fast ? 'fast.title' : 'outcome.ask')} ok={t('outcome.ask_ok')} hint={t(fast ? 'fast.hint' : 'outcome.ask_hint')} ready={ready} run={send} onClose={onClose}>
      {(tried) => (
        <>
          {fast && (
            <>
              <Words label={t('restate.text')} required value={restatement} onChange={setRestatement} error={tried && !restatement.trim() ? t('restate.text_needed') : ''} />
              <Choice label={t('fast.message')} required value={seq} options={words} onChange={setSeq} placeholder={t('mark.choose')} error={tried && !seq ? t('fast.message_needed') : ''} />
            </>
          )}
          <Words label={t('outcome.text')} focus required value={text} onChange={setText} placeholder={t('outcome.text_hint')} error={tried && !text.trim() ? t('outcome.text_needed') : ''} />
          {tips.length > 0 && <Tips tips={tips} value={along} onChange={setAlong} />}
        </>
      )}
    </CaseDialog>
  );
}

/** What spares the buyer the same the next time, to be sent along. */
function Tips({ tips, value, onChange }: { tips: string[]; value: string[]; onChange(next: string[]): void }) {
  const t = useT();
  return (
    <div className="ask-tips" role="group" aria-label={t('ask.tips')}>
      <p className="quiet">{t('ask.tips')}</p>
      {tips.map((each) => <Checkbox key={each} checked={value.includes(each)} onChange={({ target }) => onChange(tips.filter((tip) => (tip === each ? target.checked : value.includes(tip))))}>{each}</Checkbox>)}
    </div>
  );
}
