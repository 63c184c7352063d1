import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, type ReactNode } from 'react';
import type { Conversation } from '../api/wire';
import { draftOf } from '../conversation/draft';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import { read, write } from '../ui/stored';
import { cardQuery, purchasesQuery } from './api';
import { Consents } from './consents';
import { Handles } from './handles';
import { Cases, Figures, Given } from './history';
import { Joinings } from './join';
import { Memories } from './memories';
import { openingOf } from './opening';
import { Bought, lastBought } from './purchases';
import { Suggestions } from './suggestions';
import { TagList, TagsButton } from './tags';
import { LevelTag, quietWords, TreatmentButton } from './treatment';
import './customer.css';

interface Props {
  conversation: Conversation;
  onConversation(id: string): void;
  onProfile(id: string): void;
  onOrder(id: string, number: string): void;
}

/** The customer of a conversation, beside it: what is worth knowing stands open, the rest is folded. */
export function CustomerSection({ conversation, onConversation, onProfile, onOrder }: Props) {
  const t = useT();
  const me = useMe();
  const { data: card, error, refetch } = useQuery(cardQuery(conversation.customer.id));
  // A phone number may have come with a message.
  const head = conversation.head_seq;
  useEffect(() => void (head > 0 && refetch()), [head, refetch]);
  const bought = useQuery({ ...purchasesQuery(card?.id ?? '', card?.version ?? 0), enabled: card !== undefined && mayIn(me, card.shop.id, 'order.read') });
  if (!card) return <section className="panel-part" aria-label={t('customers.title')}>{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />}</section>;
  const allowed = (permission: string) => card.erased_at === null && mayIn(me, card.shop.id, permission);
  const mayWrite = allowed('customer.write');
  const opening = [openingOf(card), lastBought(bought.data)].filter(Boolean).join(t('customers.opening.comma'));
  const mayOrders = mayIn(me, card.shop.id, 'order.read');
  return (
    <section className="panel-part customer-part" aria-label={t('customers.title')}>
      <header>
        <h3>{t('customers.title')}</h3>
        <Button type="link" size="small" onClick={() => onProfile(card.id)}>{t('customers.profile')}</Button>
      </header>
      <p className="customer-marks">
        {card.address_as && <b>{t('customers.call_them', { name: card.address_as })}</b>}
        <LevelTag level={card.level} />
        <TagList tags={card.tags} />
      </p>
      {card.erased_at && <p className="quiet">{t('customers.erased')}</p>}
      {quietWords(card) && <p className={card.quiet ? 'customer-quiet customer-quiet-now' : 'customer-quiet'}>{t(card.quiet ? 'customers.quiet_now' : 'customers.quiet', { time: quietWords(card) })}</p>}
      {opening && (
        <p className="customer-opening">
          {opening}
          <Button size="small" type="link" onClick={() => draftOf(me.id, conversation.id).giveBack(t('customers.opening.words', { name: card.address_as || card.name || t('customers.you'), last: opening }), [])}>{t('customers.opening.use')}</Button>
        </p>
      )}
      {card.memories.length > 0 && <ul className="customer-memories">{card.memories.slice(0, 4).map((each) => <li key={each.id} className={`memory-${each.kind}`}>{each.text}</li>)}</ul>}
      {mayWrite && <Suggestions card={card} />}
      <Joinings card={card} mayWrite={mayWrite} />
      {mayWrite && <div className="row-acts"><TreatmentButton card={card} /><TagsButton card={card} /></div>}
      <Fold name="contacts"><Handles card={card} mayWrite={mayWrite} mayReveal={allowed('customer.reveal')} /></Fold>
      <Fold name="memories"><Memories card={card} mayWrite={mayWrite} /></Fold>
      <Fold name="consents"><Consents card={card} mayWrite={mayWrite} /></Fold>
      {mayOrders && <Fold name="purchases"><Bought card={card} onOrder={onOrder} /></Fold>}
      <Fold name="past"><Figures card={card} /><Cases card={card} onConversation={onConversation} /></Fold>
      {card.delights.given.length > 0 && <Fold name="delights"><Given card={card} /></Fold>}
    </section>
  );
}

/** A part that stays folded, or open, as its reader left it. */
function Fold({ name, children }: { name: 'contacts' | 'memories' | 'consents' | 'past' | 'purchases' | 'delights'; children: ReactNode }) {
  const t = useT();
  const key = `anxin.customer.fold.${name}`;
  return (
    <details className="fold" open={read(key, false)} onToggle={({ currentTarget }) => write(key, currentTarget.open || undefined)}>
      <summary>{t(`customers.part.${name}`)}</summary>
      {children}
    </details>
  );
}
