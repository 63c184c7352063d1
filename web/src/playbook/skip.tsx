import { Button } from 'antd';
import { useState } from 'react';
import type { GuideStep } from '../api/wire';
import { useT } from '../i18n';

const reasons = ['already_done', 'not_applicable', 'buyer_declined', 'urgent', 'other'] as const;

/** Why a step is passed over: required ones want a reason, in one tap; the others go without. */
export function SkipChips({ step, onSkip }: { step: GuideStep; onSkip(reason: string, note: string): void }) {
  const t = useT();
  const [note, setNote] = useState<string>();
  return (
    <div className="guide-skip">
      <p>{t(step.required ? 'guide.skip_why' : 'guide.skip_maybe')}</p>
      <div className="quick" role="group" aria-label={t('guide.skip_why')}>
        {!step.required && <button type="button" onClick={() => onSkip('', '')}>{t('guide.skip_plain')}</button>}
        {reasons.map((each) => (
          <button key={each} type="button" aria-pressed={each === 'other' && note !== undefined} onClick={() => (each === 'other' ? setNote('') : onSkip(each, ''))}>{t(`guide.reason.${each}`)}</button>
        ))}
      </div>
      {note !== undefined && <Other note={note} onNote={setNote} onSkip={(words) => onSkip('other', words)} />}
    </div>
  );
}

/** A reason in words; Enter takes it, and no form around it is sent. */
function Other({ note, onNote, onSkip }: { note: string; onNote(note: string): void; onSkip(words: string): void }) {
  const t = useT();
  const words = note.trim();
  const enter = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (words) onSkip(words);
  };
  return (
    <div className="guide-skip-other">
      <input autoFocus value={note} maxLength={200} aria-label={t('guide.reason.other')} placeholder={t('guide.skip_note')} onChange={(event) => onNote(event.target.value)} onKeyDown={enter} />
      <Button size="small" disabled={!words} onClick={() => onSkip(words)}>{t('guide.skip')}</Button>
    </div>
  );
}
