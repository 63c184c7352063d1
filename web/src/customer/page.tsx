import { LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { Failure, Loading } from '../ui/states';
import { cardQuery } from './api';
import { Consents } from './consents';
import { Handles } from './handles';
import { Cases, Figures, Given, Talks } from './history';
import { Joinings } from './join';
import { Memories } from './memories';
import { openingOf } from './opening';
import { PersonalData } from './personal_data';
import { Bought } from './purchases';
import { Suggestions } from './suggestions';
import { TagList, TagsButton } from './tags';
import { LevelTag, quietWords, TreatmentButton } from './treatment';
import './customer.css';

interface Props {
  id: string;
  onBack(): void;
  onConversation(id: string): void;
  onOrder(id: string, number: string): void;
}

/** All that is known of one person. */
export function CustomerPage({ id, onBack, onConversation, onOrder }: Props) {
  const t = useT();
  const { data: card, error, refetch } = useQuery(cardQuery(id));
  return (
    <main className="customer-page" aria-label={t('customers.profile')}>
      {!card && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />)}
      {card && <Profile card={card} onBack={onBack} onConversation={onConversation} onOrder={onOrder} />}
    </main>
  );
}

function Profile({ card, onBack, onConversation, onOrder }: { card: CustomerCard } & Omit<Props, 'id'>) {
  const t = useT();
  const me = useMe();
  const allowed = (permission: string) => card.erased_at === null && mayIn(me, card.shop.id, permission);
  const mayWrite = allowed('customer.write');
  const opening = openingOf(card);
  return (
    <>
      <header className="customer-head">
        <Button type="text" icon={<LeftOutlined />} aria-label={t('customers.back')} onClick={onBack} />
        <Avatar name={buyerName(card)} id={card.id} size={46} />
        <div>
          <h1>{buyerName(card)}{card.address_as && <small>{t('customers.call_them', { name: card.address_as })}</small>}</h1>
          <p><LevelTag level={card.level} /><TagList tags={card.tags} /><span className="quiet">{card.shop.name}</span></p>
        </div>
        <div className="customer-acts">
          {mayWrite && <div className="row-acts"><TreatmentButton card={card} /><TagsButton card={card} /></div>}
          {allowed('customer.erase') && <PersonalData card={card} />}
        </div>
      </header>
      {card.erased_at && <p className="quiet">{t('customers.erased')}</p>}
      {opening && <p className="customer-opening">{opening}</p>}
      {mayWrite && <Suggestions card={card} />}
      <Joinings card={card} mayWrite={mayWrite} />
      <div className="customer-columns">
        <div>
          <Part name="contacts">
            <Handles card={card} mayWrite={mayWrite} mayReveal={allowed('customer.reveal')} />
            {quietWords(card) && <p className={card.quiet ? 'customer-quiet customer-quiet-now' : 'customer-quiet'}>{t(card.quiet ? 'customers.quiet_now' : 'customers.quiet', { time: quietWords(card) })}</p>}
          </Part>
          <Part name="consents"><Consents card={card} mayWrite={mayWrite} /></Part>
          <Part name="memories"><Memories card={card} mayWrite={mayWrite} /></Part>
          <Part name="delights"><Given card={card} /></Part>
        </div>
        <div>
          {mayIn(me, card.shop.id, 'order.read') && <Part name="purchases"><Bought card={card} onOrder={onOrder} /></Part>}
          <Part name="past"><Figures card={card} /><Cases card={card} onConversation={onConversation} /></Part>
          <Part name="talks"><Talks card={card} onConversation={onConversation} /></Part>
        </div>
      </div>
    </>
  );
}

function Part({ name, children }: { name: 'contacts' | 'consents' | 'memories' | 'delights' | 'past' | 'purchases' | 'talks'; children: ReactNode }) {
  const t = useT();
  return (
    <section className="customer-card" aria-label={t(`customers.part.${name}`)}>
      <h2>{t(`customers.part.${name}`)}</h2>
      {children}
    </section>
  );
}
