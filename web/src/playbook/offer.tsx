import { BulbOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { CaseFacts, ConversationDetail, PlaybookGuide, PlaybookProposal } from '../api/wire';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { own } from './api';
import { useBegin, useDismiss } from './acts';

interface Props {
  proposal: PlaybookProposal;
  detail: ConversationDetail;
  guide: PlaybookGuide;
  begin?: CaseFacts;
  onOther(): void;
}

/** A playbook that comes up by itself: why, and one tap to begin it or to send it away. */
export function Offer({ proposal, detail, guide, begin, onOther }: Props) {
  const t = useT();
  const go = useBegin(detail, guide, begin);
  const away = useDismiss(detail.conversation.id);
  return (
    <div className="guide-offer" role="status">
      <p className="guide-offer-title"><BulbOutlined /> <b>{own(proposal.title)}</b></p>
      <p className="guide-why">{own(proposal.reason)}</p>
      <div className="guide-acts">
        <Button size="small" type="primary" loading={go.isPending} onClick={() => go.mutate({ name: proposal.name, how: 'suggested', reason: proposal.reason, instead: 0 })}>
          {t(guide.case_id ? 'guide.begin' : 'guide.begin_case')}
        </Button>
        <Button size="small" onClick={onOther}>{t('guide.other')}</Button>
        <Button size="small" type="text" loading={away.isPending} onClick={() => away.mutate(proposal.name)}>{t('guide.dismiss')}</Button>
      </div>
      <Problem error={go.error ?? away.error} />
    </div>
  );
}
