import type { Restatement } from '../conversation/wire';
import { t, type Key } from '../i18n';
import { Choices, Question, useAnswer } from './question';

const replies: Record<Exclude<Restatement['state'], 'asked'>, Key> = {
  confirmed: 'restatement.confirmed',
  corrected: 'restatement.corrected',
  withdrawn: 'restatement.withdrawn',
};

interface Props {
  restatement: Restatement;
  answer(confirmed: boolean, words: string): Promise<void>;
}

/** Asks the buyer whether the shop has understood. */
export function RestatementCard({ restatement, answer }: Props) {
  const { state, words } = restatement;
  const { busy, error, send } = useAnswer();
  return (
    <Question kind="restatement" title="restatement.title" state={state} number={restatement.number} text={restatement.text}>
      {state === 'corrected' && words && <blockquote>{words}</blockquote>}
      {state === 'asked' ? (
        <Choices
          key={restatement.text} yes="restatement.right" no="restatement.wrong" ask="restatement.ask" busy={busy}
          onYes={() => send(() => answer(true, ''))} onNo={(said) => send(() => answer(false, said))}
        />
      ) : (
        <p class="answer">{t(replies[state])}</p>
      )}
      {error && <p class="reason" role="alert">{error}</p>}
    </Question>
  );
}
