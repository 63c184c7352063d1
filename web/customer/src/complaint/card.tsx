import type { ComponentChildren } from 'preact';
import { CommitmentCard } from '../commitment/commitment-card';
import type { Conversation } from '../conversation/conversation';
import type { Message } from '../conversation/wire';
import { OptionsCard } from './options-card';
import { OutcomeCard } from './outcome-card';
import { ProgressCard } from './progress-card';
import { RatingCard } from './rating-card';
import { RestatementCard } from './restatement-card';
import { EvidenceCard } from './evidence-card';

interface Props {
  conversation: Conversation;
  message: Message;
  /** Whether this is the newest card of its kind about its case. */
  asks: boolean;
  /** The message as text, for a card that has nothing to show now. */
  text: ComponentChildren;
}

/** The card of a message, with what stands now. */
export function Card({ conversation, message, asks, text }: Props) {
  const { thread } = conversation;
  const { card } = message;
  const kind: string = card?.kind ?? '';
  if (kind === 'evidence') return <EvidenceCard text={message.text} />;
  if (card?.kind === 'commitment') {
    const commitment = thread.commitments.find(({ id }) => id === card.ref);
    if (commitment) return <CommitmentCard commitment={commitment} clock={conversation.clock} zone={conversation.session?.shop.zone ?? ''} />;
  }
  if (card?.kind === 'outcome' && asks && thread.outcome) {
    const { outcome } = thread;
    return (
      <OutcomeCard
        outcome={outcome} text={message.text} reopen={() => conversation.reopen(outcome.case_id)}
        answer={(solved, words) => conversation.answer(outcome.case_id, solved, words)}
      />
    );
  }
  if (card?.kind === 'restatement' && asks && thread.restatement) {
    const { restatement } = thread;
    return <RestatementCard restatement={restatement} answer={(yes, words) => conversation.understood(restatement.case_id, yes, words)} />;
  }
  if (card?.kind === 'options') return <OptionsCard key={card.ref} conversation={conversation} id={card.ref} text={text} />;
  const own = asks && conversation.own?.cases.find(({ id }) => id === card?.ref);
  if (own && card?.kind === 'progress' && own.url) return <ProgressCard own={own} text={message.text} />;
  if (own && card?.kind === 'rating') {
    return <RatingCard number={own.number} mayRate={own.may_rate} rating={own.rating} rate={(opinion) => conversation.rate(own.id, opinion)} />;
  }
  return <>{text}</>;
}
