import { FieldTimeOutlined, FileAddOutlined, LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { WaitingBar } from '../assignment/waiting';
import type { Case, Conversation, ConversationDetail, Message } from '../api/wire';
import { CommitmentCard } from '../commitment/card';
import { MakeDialog } from '../commitment/dialogs';
import { useCaseChanged } from '../complaint/api';
import { MarkAnswer } from '../complaint/mark';
import { OutcomeCard } from '../complaint/outcome_card';
import { CasePanel } from '../complaint/panel';
import { RestatementCard } from '../complaint/restatement_card';
import { detailQuery } from '../conversation/api';
import { Content } from '../conversation/message';
import { Thread } from '../conversation/thread';
import { CustomerSection } from '../customer/section';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { factsFrom, heardQuery } from '../listening/api';
import { Listening } from '../listening/section';
import { Gone, GonePanel } from '../merging/gone';
import { MergedLine } from '../merging/line';
import { MoreMenu } from '../merging/menu';
import { OptionsCard } from '../option/card';
import { OrderPart } from '../order/panel';
import { useParting } from '../playbook/parting';
import { PolicyOfCase } from '../policy/case_part';
import { ProgressCard } from '../progress/card';
import { FollowUp } from '../progress/follow_up';
import { MarkRating } from '../progress/mark_rating';
import { CaseTickets } from '../ticket/of_case';

const ParcelsOfCase = lazy(() => import('../shipment/of_case'));
const RecallOfCase = lazy(() => import('../recall/case_part'));
const StanceOfCase = lazy(() => import('../stance/of_case'));
const OptionsOfCase = lazy(() => import('../option/part'));
const Guide = lazy(() => import('../playbook/guide'));
const CaseDisputes = lazy(() => import('../dispute/of_case').then(({ CaseDisputes: it }) => ({ default: it })));
const CaseClaims = lazy(() => import('../compensation/of_case'));
const CaseEvidence = lazy(() => import('../evidence/of_case').then(({ CaseEvidence: it }) => ({ default: it })));
const PapersOfCase = lazy(() => import('../paper/of_case'));
const OutboundOfCase = lazy(() => import('../outbound/of_case'));
const LiabilityOfCase = lazy(() => import('../liability/part'));
const TakeFiles = lazy(() => import('../evidence/take').then(({ TakeFiles: it }) => ({ default: it })));

/** What is said in a conversation, and what is being done about it. */
export default function Opened({ id, at }: { id: string; at?: number }) {
  const t = useT();
  const { data } = useQuery(detailQuery(id));
  const [opening, setOpening] = useState(false);
  const heard = useQuery(heardQuery(id, data?.conversation.head_seq ?? 0));
  const [aside, setAside] = useState(false); // in a narrow window
  const [firm, setFirm] = useState(''); // the case in which somebody wants to stand firm
  const me = useMe();
  const navigate = useNavigate();
  const parting = useParting(id);
  const go = (to: string) => void navigate({ to: '/c/$id', params: { id: to }, replace: true });
  const complaint = data?.cases.find((each) => each.stage !== 'closed');
  const allowed = (permission: string) => data !== undefined && mayIn(me, data.conversation.shop.id, permission);
  const gone = data !== undefined && data.conversation.merged_into !== '';
  const open = data && !complaint && !opening && !gone && allowed('case.write') && (
    <Button className="open-case" icon={<FileAddOutlined />} onClick={() => (setOpening(true), setAside(true))}>{t('case.open')}</Button>
  );
  // Who handles a case, and who supervises its shop, sees where more is asked for than is due.
  const handles = (each: Case) => each.owner.id === me.id || data?.conversation.assignee?.id === me.id || allowed('team.supervise');
  const card = (message: Message) => <Card message={message} detail={data} />;
  return (
    <div className={aside ? 'opened opened-aside' : 'opened'}>
      <NarrowBar aside={aside} onAside={setAside} />
      <Thread
        id={id} at={at} card={card} answers={(message) => allowed('case.write') && <Answers message={message} open={complaint} last={data!.cases[0]} />}
        merged={(message, conversation) => <MergedLine message={message} conversation={conversation} card={card} />}
        bar={data && <WaitingBar conversation={data.conversation} />}
        gone={gone && <Gone conversation={data.conversation} onOpen={go} />}
        actions={<>{data && <MoreMenu conversation={data.conversation} onMerged={go} />}{open}</>}
        tools={complaint && allowed('commitment.write') && <CommitButton complaint={complaint} shop={data!.conversation.shop} />}
      />
      {gone ? <GonePanel conversation={data.conversation} onOpen={go} /> : (
        <CasePanel
          conversationId={id} opening={opening} onOpening={setOpening} begin={factsFrom(heard.data)} heard={heard.data?.restatement} parting={parting}
          before={data && (
            <Before
              conversation={data.conversation} mayRead={allowed('customer.read')} mayReply={allowed('conversation.reply')}
              onCase={open ? () => setOpening(true) : undefined}
              guide={!opening && <Suspense><Guide detail={data} begin={factsFrom(heard.data)} /></Suspense>}
            />
          )}
          work={(each, zone) => allowed('ticket.read') && <Work complaint={each} shop={data!.conversation.shop.id} zone={zone} />}
          acts={(each) => handles(each) && allowed('case.write') && <Button size="small" onClick={() => setFirm(each.id)}>{t('stance.by_hand')}</Button>}
          after={(each, zone) => (
            <>
              {handles(each) && data && <Firm complaint={each} conversation={data.conversation} mayWrite={allowed('case.write')} firm={firm} onFirm={setFirm} />}
              <After complaint={each} zone={zone} web={data?.conversation.channel === 'webchat'} allowed={allowed} />
            </>
          )}
        />
      )}
    </div>
  );
}

interface FirmProps {
  complaint: Case;
  conversation: Conversation;
  mayWrite: boolean;
  /** The case in which somebody wants to stand firm. */
  firm: string;
  onFirm(id: string): void;
}

function Firm({ complaint, conversation, mayWrite, firm, onFirm }: FirmProps) {
  const navigate = useNavigate();
  return (
    <Suspense>
      <StanceOfCase
        complaint={complaint} head={conversation.head_seq} mayWrite={mayWrite} byHand={firm === complaint.id} onByHand={(on) => onFirm(on ? complaint.id : '')}
        onMessage={(seq) => void navigate({ to: '/c/$id', params: { id: conversation.id }, search: (before) => ({ ...before, at: seq }), replace: true })}
      />
    </Suspense>
  );
}

interface AfterProps {
  complaint: Case;
  zone: string;
  /** Whether the conversation shows cards. */
  web: boolean;
  allowed(permission: string): boolean;
}

/** What other nouns tell of a case. */
function After({ complaint, zone, web, allowed }: AfterProps) {
  const navigate = useNavigate();
  const open = complaint.stage !== 'closed';
  const mayWrite = open && allowed('case.write');
  return (
    <>
      {allowed('compensation.read') && <Suspense><CaseClaims caseId={complaint.id} shop={complaint.shop_id} orderNo={complaint.order_no} open={open} /></Suspense>}
      <OrderPart complaint={complaint} mayWrite={mayWrite} />
      {complaint.order_no && allowed('order.read') && <Suspense><ParcelsOfCase complaint={complaint} zone={zone} mayWrite={mayWrite} /></Suspense>}
      <Suspense><OptionsOfCase complaint={complaint} zone={zone} mayWrite={mayWrite} /></Suspense>
      <Suspense><RecallOfCase complaint={complaint} mayWrite={mayWrite} onRecall={(id) => void navigate({ to: '/recalls', search: { id } })} /></Suspense>
      {open && <PolicyOfCase complaint={complaint} />}
      {allowed('dispute.read') && <Suspense><CaseDisputes complaint={complaint} /></Suspense>}
      <Suspense><CaseEvidence complaint={complaint} web={web} /></Suspense>
      <Suspense><OutboundOfCase complaint={complaint} mayWrite={allowed('case.write')} /></Suspense>
      <Suspense><PapersOfCase complaint={complaint} mayWrite={allowed('case.write')} /></Suspense>
      <Suspense><LiabilityOfCase complaint={complaint} zone={zone} mayWrite={allowed('case.write')} /></Suspense>
      <FollowUp complaint={complaint} zone={zone} mayWrite={allowed('case.write')} />
    </>
  );
}

/** In a narrow window one thing is shown at a time: the list, what is said, or what is being done about it. */
function NarrowBar({ aside, onAside }: { aside: boolean; onAside(aside: boolean): void }) {
  const t = useT();
  const navigate = useNavigate();
  return (
    <div className="narrow-bar">
      <Button type="text" icon={<LeftOutlined />} onClick={() => void navigate({ to: '/' })}>{t('desk.back')}</Button>
      <span className="grow" />
      <Button type="text" onClick={() => onAside(!aside)}>{t(aside ? 'desk.talk' : 'desk.case')}</Button>
    </div>
  );
}

/** Who the buyer is, and what they are heard to say. */
function Before({ conversation, mayRead, mayReply, onCase, guide }: { conversation: Conversation; mayRead: boolean; mayReply: boolean; onCase?: () => void; guide: ReactNode }) {
  const navigate = useNavigate();
  const { id } = conversation;
  return (
    <>
      {guide}
      {mayRead && (
        <CustomerSection
          conversation={conversation} onConversation={(to) => void navigate({ to: '/c/$id', params: { id: to } })}
          onProfile={(customer) => void navigate({ to: '/customers/$id', params: { id: customer } })}
          onOrder={(order, number) => void navigate({ to: '/orders', search: { id: order, q: number, shop: undefined } })}
        />
      )}
      <Listening
        conversation={conversation} mayReply={mayReply} onCase={onCase}
        onMessage={(seq) => void navigate({ to: '/c/$id', params: { id }, search: (before) => ({ ...before, at: seq }), replace: true })}
      />
    </>
  );
}

/** What a message of the buyer may be taken as: an answer to the open case, or their word on the last one. */
function Answers({ message, open, last }: { message: Message; open?: Case; last?: Case }) {
  if (open || !last) {
    return (
      <>
        <MarkAnswer message={message} complaint={open} />
        {open && message.files.length > 0 && <Suspense><TakeFiles caseId={open.id} files={message.files} /></Suspense>}
      </>
    );
  }
  return last.merged_into ? null : <MarkRating message={message} complaint={last} />;
}

/** What departments do; a case may close once it is settled. */
function Work({ complaint, shop, zone }: { complaint: Case; shop: string; zone: string }) {
  const changed = useCaseChanged(complaint.conversation_id);
  return <CaseTickets caseId={complaint.id} shop={shop} zone={zone} open={complaint.stage !== 'closed'} onChanged={() => void changed()} />;
}

/** Makes a commitment from where the answer is written. */
function CommitButton({ complaint, shop }: { complaint: Case; shop: { id: string; zone: string } }) {
  const t = useT();
  const [making, setMaking] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  return (
    <>
      <Tooltip title={t('commitment.make')}>
        <Button type="text" aria-label={t('commitment.make')} icon={<FieldTimeOutlined />} onClick={() => setMaking(true)} />
      </Tooltip>
      {making && <MakeDialog caseId={complaint.id} shop={shop.id} zone={shop.zone} onClose={() => setMaking(false)} onChanged={() => void changed()} />}
    </>
  );
}

/** A card of the thread with the state of what it is about. */
function Card({ message, detail }: { message: Message; detail?: ConversationDetail }) {
  const { kind, ref } = message.card ?? {};
  const commitment = detail?.commitments.find((each) => each.id === ref);
  if (kind === 'commitment' && detail && commitment) {
    return <CommitmentCard commitment={commitment} zone={detail.conversation.shop.zone} />;
  }
  if (kind === 'outcome') {
    return <OutcomeCard message={message} complaint={detail?.cases.find((each) => each.id === ref)} />;
  }
  if (kind === 'restatement') {
    return <RestatementCard message={message} complaint={detail?.cases.find((each) => each.id === ref)} />;
  }
  if (kind === 'options') return <OptionsCard message={message} />;
  if (kind === 'progress') {
    return <ProgressCard message={message} complaint={detail?.cases.find((each) => each.id === ref)} />;
  }
  return <Content message={message} />;
}
