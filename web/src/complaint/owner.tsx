import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { tOr, useT } from '../i18n';
import { teamQuery } from '../team/api';
import { act } from './api';
import { CaseDialog, Choice, Words } from './dialog';

const reasons = ['buyer_insists', 'beyond_my_power', 'safety', 'legal', 'public', 'stuck', 'specialist', 'other'] as const;

interface Props {
  complaint: Case;
  onClose(): void;
}

function useColleagues({ shop_id, owner }: Case) {
  const { data } = useQuery(teamQuery(shop_id));
  return (data ?? []).filter((each) => each.id !== owner.id).map(({ id, name }) => ({ value: id, label: name }));
}

/** Makes a colleague accountable, with everything that is still owed. */
export function HandOverDialog({ complaint, onClose }: Props) {
  const t = useT();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const colleagues = useColleagues(complaint);
  return (
    <CaseDialog
      complaint={complaint} title={t('owner.hand_over')} ok={t('owner.hand_over_ok')} hint={t('owner.hand_over_hint')}
      ready={to !== '' && reason.trim() !== ''} onClose={onClose}
      run={() => act('/api/cases/{id}/hand-over', complaint, { to, reason: reason.trim() })}
    >
      {(tried, errors) => (
        <>
          <Choice label={t('owner.to')} required value={to} options={colleagues} onChange={setTo} placeholder={t('owner.to_hint')} error={errors.to ?? (tried && !to ? t('owner.to_needed') : '')} />
          <Words label={t('owner.reason')} required value={reason} onChange={setReason} placeholder={t('owner.reason_hint')} error={tried && !reason.trim() ? t('owner.reason_needed') : ''} />
        </>
      )}
    </CaseDialog>
  );
}

/** Calls for a supervisor or a colleague; the owner stays until somebody accepts. */
export function EscalateDialog({ complaint, begin, onCalled, onClose }: Props & { begin?: { reason: string; words: string }; onCalled?: () => void }) {
  const t = useT();
  const [reason, setReason] = useState(begin?.reason ?? '');
  const [to, setTo] = useState('');
  const [words, setWords] = useState(begin?.words ?? '');
  const colleagues = useColleagues(complaint);
  return (
    <CaseDialog
      complaint={complaint} title={t('escalate.title')} ok={t('escalate.ok')} hint={t('escalate.hint')} ready={reason !== ''} onClose={onClose}
      run={() => act('/api/cases/{id}/escalate', complaint, { reason, to, words: words.trim() }).then(onCalled)}
    >
      {(tried) => (
        <>
          <div className="quick" role="group" aria-label={t('escalate.why')}>
            {reasons.map((each) => (
              <button key={each} type="button" aria-pressed={reason === each} onClick={() => setReason(each)}>{tOr(`escalation.${each}`, each)}</button>
            ))}
          </div>
          {tried && !reason && <p className="field-error" role="alert">{t('escalate.why_needed')}</p>}
          <Choice label={t('escalate.to')} value={to} options={colleagues} onChange={setTo} placeholder={t('escalate.to_hint')} />
          <Words label={t('escalate.words')} value={words} onChange={setWords} />
        </>
      )}
    </CaseDialog>
  );
}

/** Puts a case to rest because another one is about the same. */
export function MergeDialog({ complaint, others, onClose }: Props & { others: Case[] }) {
  const t = useT();
  const [into, setInto] = useState('');
  const options = others.map((each) => ({ value: each.id, label: `${each.number} · ${tOr(`scenario.${each.scenario}`, each.scenario)}` }));
  return (
    <CaseDialog
      complaint={complaint} title={t('merge.title', { number: complaint.number })} ok={t('merge.ok')} hint={t('merge.hint')} ready={into !== ''} onClose={onClose}
      run={() => act('/api/cases/{id}/merge', complaint, { into })}
    >
      {(tried) => <Choice label={t('merge.into')} required value={into} options={options} onChange={setInto} error={tried && !into ? t('merge.into_needed') : ''} />}
    </CaseDialog>
  );
}
