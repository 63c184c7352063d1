import type { Outcome } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Choices, Question, useAnswer } from './question';

interface Props {
  outcome: Outcome;
  text: string;
  answer(solved: boolean, words: string): Promise<void>;
  /** Opens it again; null where that is too late. */
  reopen: (() => Promise<void>) | null;
}

const replies: Record<Exclude<Outcome['state'], 'asked'>, Key> = {
  confirmed: 'outcome.confirmed',
  declined: 'outcome.declined',
  withdrawn: 'outcome.withdrawn',
  unanswered: 'outcome.unanswered',
  closed: 'outcome.closed',
};

/** Asks the buyer whether the complaint is solved; what was closed they can open again. */
export function OutcomeCard({ outcome, text, answer, reopen }: Props) {
  const { state, words, closed } = outcome;
  const { busy, error, send } = useAnswer();
  return (
    <Question kind="outcome" title="outcome.title" state={state} number={outcome.number} text={outcome.text || text}>
      {state === 'declined' && words && <blockquote>{words}</blockquote>}
      {state !== 'asked' && <p class="answer">{t(replies[state])}</p>}
      {(state === 'asked' || state === 'unanswered') && (
        <Choices
          key={state} yes="outcome.solved" no="outcome.unsolved" ask="outcome.ask" busy={busy}
          onYes={() => send(() => answer(true, ''))} onNo={(said) => send(() => answer(false, said))}
        />
      )}
      {reopen && closed && (state === 'confirmed' || state === 'closed') && (
        <button class="again" disabled={busy} onClick={() => send(reopen)}>{t('outcome.reopen')}</button>
      )}
      {error && <p class="reason" role="alert">{error}</p>}
    </Question>
  );
}
