import { QuestionCircleOutlined } from '@ant-design/icons';
import type { Case, Message } from '../api/wire';
import { useT } from '../i18n';
import { CopyText } from '../ui/copy';

/** The restatement in the thread, with the buyer's answer. */
export function RestatementCard({ message, complaint }: { message: Message; complaint?: Case }) {
  const t = useT();
  const now = complaint?.restatement;
  const latest = now?.asked_at && Date.parse(message.at) >= Date.parse(now.asked_at) - 1_000;
  const state = latest ? now.state : 'past';
  return (
    <article className={`card card-${state}`} aria-label={t('restate.card')}>
      <header><QuestionCircleOutlined /><b>{t('restate.card')}</b><span className={`state-tag state-tag-${state === 'corrected' ? 'declined' : state}`}>{t(`restate.tag.${state}`)}</span></header>
      <p>{message.text}</p>
      {complaint && (
        <footer>
          <span>{complaint.number}</span>
          {state === 'asked' && <CopyText text={t('restate.as_text', { text: message.text })} />}
        </footer>
      )}
    </article>
  );
}
