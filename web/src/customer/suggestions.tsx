import { GiftOutlined, PhoneOutlined, TeamOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { newKey } from '../api/client';
import type { CustomerAlike, CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { buyerName } from '../ui/buyer';
import { money } from '../ui/money';
import { dismissHandle, giveDelight, takeHandle, useAct } from './api';
import { JoinDialog } from './join';
import { kindWord } from './handles';

/** What the program has noticed, for a person to decide: nothing happens by itself. */
export function Suggestions({ card }: { card: CustomerCard }) {
  const t = useT();
  const act = useAct();
  const [joining, setJoining] = useState<CustomerAlike>();
  return (
    <ul className="hunches" aria-label={t('customers.suggestions')}>
      {card.read.map((each) => (
        <Hunch key={each.kind + each.masked} icon={<PhoneOutlined />} words={t('customers.read', { kind: kindWord(t, each), value: each.masked })}>
          <Button size="small" type="link" disabled={act.isPending} onClick={() => act.mutate(() => takeHandle(card, each))}>{t('customers.take')}</Button>
          <Button size="small" type="text" disabled={act.isPending} onClick={() => act.mutate(() => dismissHandle(card, each))}>{t('customers.dismiss')}</Button>
        </Hunch>
      ))}
      {card.alike.map((each) => (
        <Hunch
          key={each.id} icon={<TeamOutlined />}
          words={t('customers.alike', { name: buyerName(each), kind: t(`customers.kind.${each.kind}`), value: each.masked })}
        >
          <Button size="small" type="link" onClick={() => setJoining(each)}>{t('customers.join_look')}</Button>
        </Hunch>
      ))}
      {card.delights.suggested.map((each) => <GiveHunch key={each.id} card={card} delight={each} />)}
      {joining && <JoinDialog card={card} other={joining} onClose={() => setJoining(undefined)} />}
    </ul>
  );
}

function Hunch({ icon, words, children }: { icon: ReactNode; words: string; children: ReactNode }) {
  return (
    <li className="hunch">
      <span aria-hidden>{icon}</span>
      <p>{words}</p>
      <div>{children}</div>
    </li>
  );
}

function GiveHunch({ card, delight }: { card: CustomerCard; delight: CustomerCard['delights']['suggested'][number] }) {
  const t = useT();
  const { message } = App.useApp();
  const act = useAct();
  const [key] = useState(newKey);
  const give = () => act.mutate(async () => {
    await giveDelight(card, delight.id, `${key}-${card.delights.budget.version}`);
    void message.success(t('customers.delight_given'));
  });
  const words = t('customers.delight', {
    title: delight.title, cost: money(delight.cost_fen), why: t(`delights.occasion.${delight.occasion}`), left: money(card.delights.budget.left_fen),
  });
  return (
    <Hunch icon={<GiftOutlined />} words={words}>
      <Button size="small" type="link" loading={act.isPending} onClick={give}>{t('customers.delight_give')}</Button>
    </Hunch>
  );
}
