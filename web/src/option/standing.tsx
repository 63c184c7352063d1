import { CheckOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case, OptionCard, OptionFollow } from '../api/wire';
import { keys as cases, useCaseChanged } from '../complaint/api';
import { useBuyerWords } from '../complaint/buyer_words';
import { CaseDialog, Choice } from '../complaint/dialog';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { caseTicketsQuery } from '../ticket/api';
import { SendDialog as SendTicket } from '../ticket/send_dialog';
import { useTicketsChanged } from '../ticket/acts';
import { money } from '../ui/money';
import { sentence } from '../ui/states';
import { claimFollow, markOptions, withdrawOptions } from './api';

interface Props {
  card: OptionCard;
  complaint: Case;
  zone: string;
  mayWrite: boolean;
}

/** What lies on the table, what the buyer said to it, and what follows. */
export function Standing({ card, complaint, zone, mayWrite }: Props) {
  const t = useT();
  const [marking, setMarking] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  const withdraw = useMutation({ mutationFn: () => withdrawOptions(card), onSettled: () => void changed() });
  const open = card.state !== 'chosen';
  return (
    <div className={`option-standing option-standing-${card.state}`}>
      <p className="option-state">{tOr(`option.state.${card.state}`, card.state)}</p>
      <ol>
        {card.picks.map((each) => (
          <li key={each.n} className={each.n === card.chosen ? 'option-chosen' : undefined}>{each.n === card.chosen && <CheckOutlined aria-label={t('option.is_chosen')} />} {each.title}</li>
        ))}
      </ol>
      {card.words && <blockquote className="said">{card.words}</blockquote>}
      {mayWrite && open && (
        <div className="row-acts">
          <Button size="small" onClick={() => setMarking(true)}>{t('option.mark')}</Button>
          <Button size="small" type="text" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>{t('option.withdraw')}</Button>
        </div>
      )}
      {withdraw.error && <p className="form-error" role="alert">{sentence(withdraw.error)}</p>}
      {card.follows.map((each) => <FollowRow key={each.key} follow={each} complaint={complaint} mayWrite={mayWrite} />)}
      {marking && <MarkDialog card={card} complaint={complaint} zone={zone} onClose={() => setMarking(false)} />}
    </div>
  );
}

/** Takes a message of the buyer as their choice, where they see no cards or have written. */
function MarkDialog({ card, complaint, zone, onClose }: { card: OptionCard; complaint: Case; zone: string; onClose(): void }) {
  const t = useT();
  const [seq, setSeq] = useState('');
  const [n, setN] = useState('');
  const words = useBuyerWords(complaint.conversation_id, zone, Date.parse(card.made_at));
  const options = [...card.picks.map((each) => ({ value: String(each.n), label: `${each.n}. ${each.title}` })), { value: '0', label: t('option.none_fits') }];
  return (
    <CaseDialog complaint={complaint} title={t('option.mark')} ok={t('option.mark_ok')} hint={t('option.mark_hint')} ready={seq !== '' && n !== ''} run={() => markOptions(card, Number(seq), Number(n))} onClose={onClose}>
      {(tried) => (
        <>
          <Choice label={t('mark.message')} required value={seq} options={words} onChange={setSeq} placeholder={t('mark.choose')} error={tried && !seq ? t('option.mark_needed') : ''} />
          <Choice label={t('option.which')} required value={n} options={options} onChange={setN} error={tried && !n ? t('option.mark_needed') : ''} />
        </>
      )}
    </CaseDialog>
  );
}

/** A claim or a ticket that a choice leads to, made with one tap. */
function FollowRow({ follow, complaint, mayWrite }: { follow: OptionFollow; complaint: Case; mayWrite: boolean }) {
  const t = useT();
  const me = useMe();
  const cache = useQueryClient();
  const [sending, setSending] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  const refresh = useTicketsChanged();
  const tickets = useQuery({ ...caseTicketsQuery(complaint.id), enabled: sending });
  const done = () => {
    void refresh();
    void changed();
    void cache.invalidateQueries({ queryKey: cases.all });
  };
  const claim = useMutation({ mutationFn: () => claimFollow(complaint.id, follow), onSuccess: done });
  const isClaim = follow.kind === 'claim';
  const may = mayWrite && mayIn(me, complaint.shop_id, isClaim ? 'compensation.claim' : 'ticket.write');
  return (
    <div className="option-follow">
      {follow.made_id
        ? <p className="option-made"><CheckOutlined /> {t(isClaim ? (follow.settled ? 'option.claim_settled' : 'option.claim_made') : (follow.settled ? 'option.ticket_settled' : 'option.ticket_made'), { title: follow.title })}</p>
        : <Button size="small" type="primary" disabled={!may} loading={claim.isPending} onClick={() => (isClaim ? claim.mutate() : setSending(true))}>{isClaim ? t('option.claim', { money: money(follow.amount_fen) }) : t('option.ticket', { title: follow.title })}</Button>}
      {claim.error && <p className="form-error" role="alert">{sentence(claim.error)}</p>}
      {sending && (
        <SendTicket
          caseId={complaint.id} shop={complaint.shop_id} others={tickets.data?.items ?? []} onSent={done} onClose={() => setSending(false)}
          begin={{ type: follow.ticket_type, title: follow.title, text: follow.text, fields: follow.ticket_type === 'resend' ? { goods: follow.title } : {}, key: follow.key }}
        />
      )}
    </div>
  );
}
