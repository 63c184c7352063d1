import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { cardsQuery } from './api';
import { Finder } from './finder';
import { Standing } from './standing';
import './option.css';
import './said';

/** What the buyer of a case was offered, what they chose, and what else there is. */
export default function OptionsOfCase({ complaint, zone, mayWrite }: { complaint: Case; zone: string; mayWrite: boolean }) {
  const t = useT();
  const [looking, setLooking] = useState(false);
  const cards = useQuery(cardsQuery(complaint.id));
  if (!cards.data) return cards.error ? <Failure error={cards.error} retry={() => void cards.refetch()} /> : <Loading rows={1} />;
  const last = cards.data.items.find((each) => each.state !== 'replaced' && each.state !== 'withdrawn');
  if (!last && !mayWrite) return null;
  return (
    <section className="panel-part option-part" aria-label={t('option.title')}>
      <header>
        <h3>{t('option.title')}</h3>
        {mayWrite && <Button size="small" type="link" aria-expanded={looking} onClick={() => setLooking(!looking)}>{t(looking ? 'option.fold' : last ? 'option.others' : 'option.look')}</Button>}
      </header>
      {last && <Standing card={last} complaint={complaint} zone={zone} mayWrite={mayWrite} />}
      {!last && !looking && <p className="quiet">{t('option.none')}</p>}
      {looking && <Finder complaint={complaint} onSent={() => setLooking(false)} />}
    </section>
  );
}
