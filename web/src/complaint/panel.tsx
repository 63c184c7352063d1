import { FolderOpenOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Case, CaseFacts, ConversationDetail } from '../api/wire';
import { CommitmentList } from '../commitment/list';
import { detailQuery } from '../conversation/api';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayName } from '../ui/time';
import { useCaseChanged } from './api';
import type { Parting } from './ask';
import { Facts } from './facts';
import { CaseHead, Merged } from './head';
import { OpenForm } from './open_form';
import { Outcome } from './outcome';
import { Plan } from './plan';
import { RestatementBlock } from './restatement';
import { Timeline } from './timeline';
import './complaint.css';

interface Props {
  conversationId: string;
  /** Whether the form for a new case is open. */
  opening: boolean;
  onOpening(open: boolean): void;
  /** The facts with which that form begins. */
  begin?: CaseFacts;
  /** The restatement with which that of a case begins. */
  heard?: string;
  /** What other nouns tell of the buyer, before the case. */
  before?: ReactNode;
  /** What other nouns tell of a case, after its outcome. */
  after(complaint: Case, zone: string): ReactNode;
  /** What departments do for it, after what was committed to. */
  work(complaint: Case, zone: string): ReactNode;
  /** What other nouns do with a case, beside handing it over. */
  acts?(complaint: Case): ReactNode;
  /** What may go along with the closing words. */
  parting?: Parting;
}

/** The buyer of a conversation and the case with them. */
export function CasePanel({ conversationId, opening, onOpening, begin, heard, before, after, work, acts, parting }: Props) {
  const t = useT();
  const me = useMe();
  const { data, error, refetch } = useQuery(detailQuery(conversationId));
  if (!data) {
    return (
      <aside className="panel" aria-label={t('case.panel')}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />}
      </aside>
    );
  }
  const mayOpen = mayIn(me, data.conversation.shop.id, 'case.write');
  return (
    <aside className="panel" aria-label={t('case.panel')}>
      <Customer detail={data} />
      <div className="panel-scroll" tabIndex={-1}>
        {before}
        {opening && <OpenForm conversationId={conversationId} begin={begin} onDone={() => onOpening(false)} />}
        {data.cases.length > 0 && <Cases detail={data} heard={heard} after={after} work={work} acts={acts} parting={parting} />}
        {data.cases.length === 0 && !opening && (
          <Empty
            icon={<FolderOpenOutlined />} title={t('case.none')} hint={t('case.none_hint')}
            action={mayOpen && <Button type="primary" onClick={() => onOpening(true)}>{t('case.open')}</Button>}
          />
        )}
      </div>
    </aside>
  );
}

function Customer({ detail: { conversation, cases } }: { detail: ConversationDetail }) {
  const t = useT();
  const { customer, shop } = conversation;
  return (
    <header className="panel-customer">
      <Avatar name={buyerName(customer)} id={customer.id} size={42} />
      <div>
        <b>{buyerName(customer)}</b>
        <em>{t('customer.since', { time: dayName(Date.parse(customer.since), useNow(), shop.zone) })}</em>
      </div>
      <dl>
        <div><dd>{cases.length}</dd><dt>{t('customer.cases')}</dt></div>
        <div><dd>{cases.filter((each) => each.stage !== 'closed').length}</dd><dt>{t('customer.open_cases')}</dt></div>
      </dl>
    </header>
  );
}

type Inside = Pick<Props, 'heard' | 'after' | 'work' | 'acts' | 'parting'>;

function Cases({ detail, ...rest }: { detail: ConversationDetail } & Inside) {
  const t = useT();
  const { cases } = detail;
  const [chosen, setChosen] = useState('');
  const complaint = cases.find((each) => each.id === chosen) ?? cases[0]!;
  return (
    <>
      {cases.length > 1 && (
        <div className="panel-choice">
          <Select
            aria-label={t('case.choose')} value={complaint.id} onChange={setChosen}
            options={cases.map((each) => ({ value: each.id, label: `${each.number} · ${t(`stage.${each.stage}`)}` }))}
          />
        </div>
      )}
      <OneCase key={complaint.id} complaint={complaint} detail={detail} {...rest} />
    </>
  );
}

function OneCase({ complaint, detail, heard, after, work, acts, parting }: { complaint: Case; detail: ConversationDetail } & Inside) {
  const { zone } = detail.conversation.shop;
  const me = useMe();
  const allowed = (permission: string) => mayIn(me, complaint.shop_id, permission);
  const open = complaint.stage !== 'closed';
  const mayWrite = open && allowed('case.write');
  const others = detail.cases.filter((each) => each.id !== complaint.id && each.stage !== 'closed');
  const commitments = detail.commitments.filter((each) => each.case_id === complaint.id);
  const changed = useCaseChanged(complaint.conversation_id);
  if (complaint.merged_into) {
    return (
      <>
        <CaseHead complaint={complaint} commitments={[]} zone={zone} mayWrite={false} others={others} />
        <Merged complaint={complaint} into={detail.cases.find((each) => each.id === complaint.merged_into)} mayWrite={allowed('case.write')} />
        <Facts complaint={complaint} mayWrite={false} />
        <Timeline caseId={complaint.id} zone={zone} />
      </>
    );
  }
  return (
    <>
      <CaseHead complaint={complaint} commitments={commitments} zone={zone} mayWrite={mayWrite} others={others} heard={heard} acts={acts?.(complaint)} />
      <CommitmentList
        caseId={complaint.id} shop={detail.conversation.shop.id} commitments={commitments} zone={zone}
        mayWrite={open && allowed('commitment.write')} mayWaive={open && allowed('commitment.waive')} onChanged={() => void changed()}
      />
      {work(complaint, zone)}
      <RestatementBlock complaint={complaint} heard={heard} mayWrite={mayWrite} />
      <Facts complaint={complaint} mayWrite={mayWrite} />
      <Plan complaint={complaint} zone={zone} mayWrite={mayWrite} />
      <Outcome
        complaint={complaint} mayAsk={allowed('case.write')} mayCloseWithReason={allowed('case.close_with_reason')}
        commitments={commitments} zone={zone} parting={parting}
      />
      {after(complaint, zone)}
      <Timeline caseId={complaint.id} zone={zone} />
    </>
  );
}
