import { CheckCircleOutlined } from '@ant-design/icons';
import type { Case, Message } from '../api/wire';
import { useT } from '../i18n';
import { CopyText } from '../ui/copy';
import { outcomeState } from './outcome_state';

/** The question to the buyer in the thread, with its answer. */
export function OutcomeCard({ message, complaint }: { message: Message; complaint?: Case }) {
  const t = useT();
  const state = complaint ? answer(message, complaint) : 'asked';
  return (
    <article className={`card card-${state}`} aria-label={t('outcome.card')}>
      <header><CheckCircleOutlined /><b>{t('outcome.card')}</b><span className={`state-tag state-tag-${state}`}>{t(`outcome.tag.${state}`)}</span></header>
      <p>{message.text}</p>
      {complaint && (
        <footer>
          <span>{complaint.number}</span>
          {state === 'asked' && <CopyText text={t('outcome.as_text', { text: message.text })} />}
        </footer>
      )}
    </article>
  );
}

/** A question that was withdrawn, or asked anew further down, is past. */
function answer(message: Message, complaint: Case): 'asked' | 'confirmed' | 'declined' | 'past' {
  const latest = !complaint.outcome_asked_at || Date.parse(message.at) >= Date.parse(complaint.outcome_asked_at) - 1_000;
  const state = outcomeState(complaint);
  if (!latest || state === 'not_asked' || state === 'closed') return 'past';
  return state;
}
