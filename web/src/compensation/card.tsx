import { Checkbox } from 'antd';
import type { Claim } from '../api/wire';
import { listed, useT } from '../i18n';
import { useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { DueChip } from '../ui/due';
import { yuan } from '../ui/money';
import { dayTime } from '../ui/time';
import { Acts, type Do } from './acts';
import './compensation.css';

export function StateTag({ item }: { item: Claim }) {
  const t = useT();
  const unknown = item.payout?.state === 'unknown';
  return <span className={`comp-tag comp-tag-${unknown ? 'unknown' : item.state}`}>{t(unknown ? 'comp.payout.unknown' : `comp.state.${item.state}`)}</span>;
}

interface Props {
  item: Claim;
  /** What may be done here: in its case, by those who decide, or by those who pay. */
  as: 'case' | 'approver' | 'payer';
  /** Names the case, where it is not plain which one it is. */
  about?: boolean;
  /** Whether it is chosen to be approved with others, where it can be. */
  chosen?: boolean;
  onChoose?(id: string): void;
  onDo: Do;
  onConversation?(id: string): void;
}

/** A claim with its story, and what may be done about it. */
export function ClaimCard({ item, as, about = false, chosen = false, onChoose, onDo, onConversation }: Props) {
  const t = useT();
  const now = useNow();
  const { payout } = item;
  return (
    <li className={`comp-card comp-card-${item.state}${chosen ? ' comp-card-chosen' : ''}`} data-claim={item.id}>
      <div className="comp-head">
        {onChoose && <Checkbox aria-label={t('comp.many.one', { number: item.case_number, amount: yuan(item.amount_fen) })} checked={chosen} onChange={() => onChoose(item.id)} />}
        <b className="comp-amount">{yuan(item.amount_fen)}</b>
        <span>{t(`comp.remedy.${item.remedy}`)}</span>
        <StateTag item={item} />
        {item.state === 'waiting' && item.due_at && <DueChip at={item.due_at} />}
      </div>
      {about && (
        <p className="comp-story">
          {item.conversation_id && onConversation ? <button type="button" className="comp-link" onClick={() => onConversation(item.conversation_id)}>{item.case_number}</button> : <b>{item.case_number}</b>}
          {' '}{item.shop_name}{item.summary && `: ${item.summary}`}
        </p>
      )}
      <p>{item.reason}{item.item && ` (${item.item})`}</p>
      <p className={item.policy ? 'quiet' : 'comp-note'}>{item.policy ? t('comp.policy_says', { text: item.policy.text || '—', cap: yuan(item.policy.cap_fen) }) : t('comp.policy_unasked')}</p>
      {item.policy && item.policy.reasons.length > 0 && <ul className="comp-reasons">{item.policy.reasons.map((each) => <li key={each}>{each}</li>)}</ul>}
      {item.statutory && <p className="quiet">{t('comp.law_says', { text: item.statutory })}</p>}
      {item.weight_fen > item.amount_fen && item.state === 'waiting' && <p className="quiet">{t('comp.weighs', { weight: yuan(item.weight_fen) })}</p>}
      {as === 'approver' && <History item={item} />}
      <p className="comp-who">{t('comp.by', { name: item.made_by.name })} · {dayTime(Date.parse(item.made_at), now, item.zone)}</p>
      {item.approvals.filter((each) => each.counts).map((each) => (
        <p key={each.by.id} className="comp-who">{each.for ? t('comp.approved_for', { name: each.by.name, for: each.for.name }) : t('comp.approved_by', { name: each.by.name })}{each.note && `: ${each.note}`}</p>
      ))}
      {item.state === 'waiting' && <Waiting item={item} as={as} />}
      {item.note && <p className="comp-note">{t('comp.note_says', { note: item.note })}</p>}
      {payout && <PayoutLine item={item} />}
      <Acts item={item} as={as} onDo={onDo} />
    </li>
  );
}

/** Whose word it waits for, and why it is not the reader's. */
function Waiting({ item, as }: { item: Claim; as: Props['as'] }) {
  const t = useT();
  const me = useMe();
  const names = listed(item.asked.slice(0, 3).map((each) => each.name));
  const given = item.approvals.some((each) => each.counts && each.by.id === me.id);
  return (
    <>
      <p className="comp-who">{item.overdue_at ? t('comp.nobody') : names ? t('comp.waits_for', { names }) : t('comp.waits_nobody')}{item.needs > 1 && ` · ${t('comp.two')}`}</p>
      {as === 'approver' && !item.asks_me && <p className="comp-note">{t(item.mine ? 'comp.not_mine' : given ? 'comp.said_already' : 'comp.beyond_mine')}</p>}
    </>
  );
}

function History({ item }: { item: Claim }) {
  const t = useT();
  const now = useNow();
  if (item.history.length === 0) return <p className="quiet">{t('comp.first_time')}</p>;
  return (
    <details className="comp-history" open={item.history.length < 4}>
      <summary>{t('comp.history', { n: item.history.length })}</summary>
      <ul>{item.history.map((each, at) => <li key={at}>{dayTime(Date.parse(each.made_at), now, item.zone)} · {each.case_number} · {t(`comp.remedy.${each.remedy}`)} {yuan(each.amount_fen)}</li>)}</ul>
    </details>
  );
}

function PayoutLine({ item }: { item: Claim }) {
  const t = useT();
  const payout = item.payout!;
  return (
    <div className="comp-payout">
      <p>{t(`comp.channel.${payout.channel}`)} · {t(`comp.payout.${payout.state}`)}{payout.by.name && ` · ${payout.by.name}`}</p>
      {payout.reference && <p>{t(payout.channel === 'coupon' ? 'comp.code' : 'comp.reference')}: <code>{payout.reference}</code></p>}
      {payout.proofs.map((each) => <a key={each.id} href={each.url} target="_blank" rel="noreferrer">{each.name}</a>)}
      {payout.state === 'unknown' && <p className="comp-note">{t('comp.unknown_hint')}</p>}
    </div>
  );
}
