import { useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { act } from './api';
import { CaseDialog, Words } from './dialog';

export type CloseBy = 'verified' | 'reason' | 'reopen';

/** Closes a case without the buyer's word, or opens a closed one again. */
export function CloseDialog({ complaint, by, onClose }: { complaint: Case; by: CloseBy; onClose(): void }) {
  const t = useT();
  const [note, setNote] = useState('');
  const run = () => {
    const words = note.trim();
    if (by === 'reopen') return act('/api/cases/{id}/reopen', complaint, { reason: words });
    return act(by === 'verified' ? '/api/cases/{id}/verified' : '/api/cases/{id}/close', complaint, { note: words });
  };
  return (
    <CaseDialog complaint={complaint} title={t(`closing.${by}`)} ok={t(`closing.${by}_ok`)} hint={t(`closing.${by}_hint`)} ready={note.trim() !== ''} run={run} onClose={onClose}>
      {(tried) => (
        <Words label={t(`closing.${by}_note`)} focus required value={note} onChange={setNote} placeholder={t(`closing.${by}_placeholder`)} error={tried && !note.trim() ? t('closing.note_needed') : ''} />
      )}
    </CaseDialog>
  );
}
