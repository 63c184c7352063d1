import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Claim } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { busyQuery } from './api';
import { AskButton } from './ask_button';
import { ClaimForm } from './claim_form';
import { ConfirmDialog, HandDialog, OutcomeDialog, PayDialog, StepDialog } from './dialogs';

export type Doing = 'approve' | 'refuse' | 'withdraw' | 'hand' | 'change' | 'pay' | 'confirm' | 'give_up' | 'paid' | 'unpaid';
export type Do = (item: Claim, what: Doing) => void;

/** What may be done with a claim where it is shown. */
export function Acts({ item, as, onDo }: { item: Claim; as: 'case' | 'approver' | 'payer'; onDo: Do }) {
  const t = useT();
  const me = useMe();
  const may = (permission: string) => mayIn(me, item.shop_id, permission);
  const button = (what: Doing, primary = false) => <Button key={what} size={as === 'case' ? 'small' : 'middle'} type={primary ? 'primary' : 'default'} onClick={() => onDo(item, what)}>{t(`comp.${what}`)}</Button>;
  const open = item.state === 'waiting' || item.state === 'approved';
  const list: ReactNode[] = [];
  if (as !== 'payer' && item.asks_me && may('compensation.approve')) list.push(button('approve', true), button('refuse'), button('hand'));
  if (as === 'case' && open && may('compensation.claim')) list.push(button('change'), button('withdraw'));
  if (as === 'payer' && may('compensation.pay')) {
    if (item.state === 'approved') list.push(button('pay', true));
    if (item.payout?.state === 'doing') list.push(button('confirm', true), button('give_up'));
    if (item.payout?.state === 'unknown') list.push(<AskButton key="ask" item={item} />, button('paid'), button('unpaid'));
  }
  return list.length > 0 ? <div className="comp-acts">{list}</div> : null;
}

/** Opens what somebody does with a claim. It stays open, with what was typed, when the claim leaves its list. */
export function useDoing(): { onDo: Do; dialog: ReactNode } {
  const [doing, setDoing] = useState<{ item: Claim; what: Doing } | null>(null);
  return {
    onDo: (item, what) => setDoing({ item, what }),
    dialog: doing && <Dialogs key={doing.item.id + doing.what} {...doing} onClose={() => setDoing(null)} />,
  };
}

function Dialogs({ item: seen, what, onClose }: { item: Claim; what: Doing; onClose(): void }) {
  const { data: now } = useQuery(busyQuery(seen));
  const item = now.version >= seen.version ? now : seen;
  switch (what) {
    case 'approve':
    case 'refuse':
    case 'withdraw':
      return <StepDialog item={item} what={what} onClose={onClose} />;
    case 'hand':
      return <HandDialog item={item} onClose={onClose} />;
    case 'change':
      return <ClaimForm caseId={item.case_id} shop={item.shop_id} orderNo={item.order_no} old={item} onClose={onClose} />;
    case 'pay':
      return <PayDialog item={item} onClose={onClose} />;
    case 'confirm':
      return <ConfirmDialog item={item} onClose={onClose} />;
    default:
      return <OutcomeDialog item={item} what={what} onClose={onClose} />;
  }
}
