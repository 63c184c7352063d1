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

interface Props {
  complaint: Case;
  zone: string;
  onClose(): void;
}

/**
 * Asks the buyer whether it is solved. In the fast lane it is the one form: what
 * the buyer wanted is confirmed from their own words on the way.
 */
export function AskDialog({ complaint, zone, onClose }: Props) {
  const t = useT();
  const fast = isFast(complaint) && complaint.restatement?.state !== 'confirmed';
  const [restatement, setRestatement] = useState(() => complaint.restatement?.text || restateText(complaint));
  const words = useBuyerWords(complaint.conversation_id, zone);
  const [seq, setSeq] = useState(words[words.length - 1]?.value ?? '');
  const [text, setText] = useState('');
  const ready = text.trim() !== '' && (!fast || restatement.trim() !== '' && seq !== '');
  const run = () => fast
    ? act('/api/cases/{id}/fast-lane', complaint, { restatement: restatement.trim(), seq: Number(seq), result: text.trim() })
    : askOutcome(complaint, text.trim());
  return (
    <CaseDialog complaint={complaint} title={t(fast ? 'fast.title' : 'outcome.ask')} ok={t('outcome.ask_ok')} hint={t(fast ? 'fast.hint' : 'outcome.ask_hint')} ready={ready} run={run} onClose={onClose}>
      {(tried) => (
        <>
          {fast && (
            <>
              <Words label={t('restate.text')} required value={restatement} onChange={setRestatement} error={tried && !restatement.trim() ? t('restate.text_needed') : ''} />
              <Choice label={t('fast.message')} required value={seq} options={words} onChange={setSeq} placeholder={t('mark.choose')} error={tried && !seq ? t('fast.message_needed') : ''} />
            </>
          )}
          <Words label={t('outcome.text')} focus required value={text} onChange={setText} placeholder={t('outcome.text_hint')} error={tried && !text.trim() ? t('outcome.text_needed') : ''} />
        </>
      )}
    </CaseDialog>
  );
}
