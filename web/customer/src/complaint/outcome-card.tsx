import type { Conversation } from '../conversation/conversation';
import type { Outcome } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Choices, Question, useAnswer } from './question';

interface Props {
  conversation: Conversation;
  outcome: Outcome;
  text: string;
}

const replies: Record<Exclude<Outcome['state'], 'asked'>, Key> = {
  confirmed: 'outcome.confirmed',
  declined: 'outcome.declined',
  withdrawn: 'outcome.withdrawn',
  unanswered: 'outcome.unanswered',
  closed: 'outcome.closed',
};

/** Asks the buyer whether the complaint is solved; what was closed they can open again. */
export function OutcomeCard({ conversation, outcome, text }: Props) {
  const { case_id: id, state, words, closed } = outcome;
  const { busy, error, send } = useAnswer();
  const answer = (solved: boolean, said: string) => send(() => conversation.answer(id, solved, said));
  return (
    <Question kind="outcome" title="outcome.title" state={state} number={outcome.number} text={outcome.text || text}>
      {state === 'declined' && words && <blockquote>{words}</blockquote>}
      {state !== 'asked' && <p class="answer">{t(replies[state])}</p>}
      {(state === 'asked' || state === 'unanswered') && (
        <Choices
          key={state} yes="outcome.solved" no="outcome.unsolved" ask="outcome.ask" busy={busy}
          onYes={() => answer(true, '')} onNo={(said) => answer(false, said)}
        />
      )}
      {closed && (state === 'confirmed' || state === 'closed') && (
        <button class="again" disabled={busy} onClick={() => send(() => conversation.reopen(id))}>{t('outcome.reopen')}</button>
      )}
      {error && <p class="reason" role="alert">{error}</p>}
    </Question>
  );
}
