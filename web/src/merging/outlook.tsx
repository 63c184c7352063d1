import { useQuery } from '@tanstack/react-query';
import type { Conversation, MergeCandidate } from '../api/wire';
import { detailQuery } from '../conversation/api';
import { useT } from '../i18n';
import { buyerName } from '../ui/buyer';

/** What happens when a conversation goes on in another one. */
export function Outlook({ conversation, into }: { conversation: Conversation; into: MergeCandidate }) {
  const t = useT();
  const { data } = useQuery(detailQuery(conversation.id));
  const cases = data?.cases.length ?? 0;
  const open = data?.commitments.filter((each) => each.state === 'open').length ?? 0;
  const who = into.assignee ?? conversation.assignee;
  return (
    <section className="outlook" aria-label={t('merging.outlook')}>
      <h4>{t('merging.outlook')}</h4>
      <ul>
        <li>{t('merging.outlook_thread', { target: buyerName(into.customer) })}</li>
        <li>{cases > 0 ? t('merging.outlook_cases', { cases, open }) : t('merging.outlook_no_cases')}</li>
        <li>{who ? t('merging.outlook_who', { name: who.name }) : t('merging.outlook_nobody')}</li>
        <li>{t('merging.outlook_buyer')}</li>
        <li>{t('merging.outlook_undo')}</li>
      </ul>
    </section>
  );
}
