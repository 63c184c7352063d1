import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t, type Key } from '../i18n';
import { Icon } from '../ui/icons';

/** Sends an answer once; a refused one says why and can be given again. */
export function useAnswer() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const send = async (answer: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError('');
    try {
      await answer();
    } catch (refusal) {
      setError((refusal as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, send };
}

interface FrameProps {
  kind: string;
  title: Key;
  state: string;
  number: string;
  text: string;
  children: ComponentChildren;
}

/** A card that asks the buyer something. */
export function Question({ kind, title, state, number, text, children }: FrameProps) {
  return (
    <section class={`card question ${kind} ${state}`}>
      <header>
        <Icon name={state === 'confirmed' ? 'check' : 'question'} size={17} />
        <h2>{t(title)}</h2>
        <span class="number">{number}</span>
      </header>
      {text && <p>{text}</p>}
      {children}
    </section>
  );
}

interface ChoicesProps {
  yes: Key;
  no: Key;
  /** Asks what is wrong, after no. */
  ask: Key;
  busy: boolean;
  onYes(): void;
  onNo(words: string): void;
}

/** Yes with one tap; no with a word on why. */
export function Choices({ yes, no, ask, busy, onYes, onNo }: ChoicesProps) {
  const [asking, setAsking] = useState(false);
  if (asking) return <Why ask={ask} busy={busy} submit={onNo} back={() => setAsking(false)} />;
  return (
    <div class="choices">
      <button class="strong" disabled={busy} onClick={onYes}>{t(yes)}</button>
      <button disabled={busy} onClick={() => setAsking(true)}>{t(no)}</button>
    </div>
  );
}

interface WhyProps {
  ask: Key;
  busy: boolean;
  submit(words: string): void;
  back(): void;
}

/** A word on what is wrong. */
export function Why({ ask, busy, submit, back }: WhyProps) {
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const done = words.trim();
  return (
    <form class="missing" onSubmit={(e) => { e.preventDefault(); if (done) submit(done); }}>
      <label>
        {t(ask)}
        <input ref={field} value={words} maxLength={500} onInput={(e) => setWords(e.currentTarget.value)} />
      </label>
      <div class="choices">
        <button type="button" onClick={back}>{t('question.back')}</button>
        <button class="strong" disabled={!done || busy}>{t('question.submit')}</button>
      </div>
    </form>
  );
}
