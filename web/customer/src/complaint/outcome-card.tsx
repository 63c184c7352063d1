import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../conversation/conversation';
import type { Outcome } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Icon } from '../ui/icons';

interface Props {
  conversation: Conversation;
  outcome: Outcome;
  text: string;
}

const replies: Record<Exclude<Outcome['state'], 'asked'>, Key> = {
  confirmed: 'outcome.confirmed',
  declined: 'outcome.declined',
  withdrawn: 'outcome.withdrawn',
};

// Sends the answer once; a refused answer says why and can be given again.
function useAnswer({ conversation, outcome }: Props) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const answer = async (solved: boolean, words: string) => {
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      await conversation.answer(outcome.case_id, solved, words);
    } catch (refusal) {
      setError((refusal as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, answer };
}

function Missing({ busy, submit, back }: { busy: boolean; submit(words: string): void; back(): void }) {
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const done = words.trim();
  return (
    <form class="missing" onSubmit={(e) => { e.preventDefault(); if (done) submit(done); }}>
      <label>
        {t('outcome.ask')}
        <input ref={field} value={words} maxLength={500} onInput={(e) => setWords(e.currentTarget.value)} />
      </label>
      <div class="choices">
        <button type="button" onClick={back}>{t('outcome.back')}</button>
        <button class="strong" disabled={!done || busy}>{t('outcome.submit')}</button>
      </div>
    </form>
  );
}

/** Asks the buyer whether the complaint is solved; only the buyer can say so. */
export function OutcomeCard(props: Props) {
  const { outcome } = props;
  const { busy, error, answer } = useAnswer(props);
  const [asking, setAsking] = useState(false);
  useEffect(() => setAsking(false), [outcome.state]);
  const asked = outcome.state === 'asked';
  return (
    <section class={`card outcome ${outcome.state}`}>
      <header>
        <Icon name={outcome.state === 'confirmed' ? 'check' : 'question'} size={17} />
        <h2>{t('outcome.title')}</h2>
        <span class="number">{outcome.number}</span>
      </header>
      <p>{outcome.text || props.text}</p>
      {asked && !asking && (
        <div class="choices">
          <button class="strong" disabled={busy} onClick={() => answer(true, '')}>{t('outcome.solved')}</button>
          <button disabled={busy} onClick={() => setAsking(true)}>{t('outcome.unsolved')}</button>
        </div>
      )}
      {asked && asking && <Missing busy={busy} submit={(words) => answer(false, words)} back={() => setAsking(false)} />}
      {error && <p class="reason" role="alert">{error}</p>}
      {outcome.state === 'declined' && outcome.words && <blockquote>{outcome.words}</blockquote>}
      {outcome.state !== 'asked' && <p class="answer">{t(replies[outcome.state])}</p>}
    </section>
  );
}
