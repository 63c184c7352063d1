import { HourglassOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { Conversation } from '../api/wire';
import { useT } from '../i18n';
import { waitingQuery } from './api';
import { needs } from './needs';
import './assignment.css';

/** Why nobody looks after a conversation yet, in a shop that hands out. */
export function WaitingBar({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const free = !conversation.assignee && conversation.waiting_since !== null && conversation.merged_into === '' && !conversation.snoozed_until;
  const { data } = useQuery(waitingQuery(conversation.id, free));
  if (!free || !data?.on || !data.free || data.to || data.reason === '') return null;
  return (
    <div className="waiting-bar" role="status">
      <HourglassOutlined /><span>{t('assignment.waiting', { why: t(`assignment.reason.${data.reason}`, { needs: needs(data.needs) }) })}</span>
    </div>
  );
}
