import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import type { Claim } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import { useDoing } from './acts';
import { claimQuery } from './api';
import { ClaimCard } from './card';

/** One claim beside a list: where a notice or a row of the ledger leads. */
export function OneClaim({ id, onClose, onConversation }: { id: string; onClose(): void; onConversation(id: string): void }) {
  const t = useT();
  const me = useMe();
  const { data, error, refetch } = useQuery(claimQuery(id));
  const { onDo, dialog } = useDoing();
  const roleOf = (item: Claim) => {
    if (item.state === 'waiting' && item.asks_me) return 'approver';
    return (item.state === 'approved' || item.state === 'paying') && mayIn(me, item.shop_id, 'compensation.pay') ? 'payer' : 'case';
  };
  return (
    <Drawer open title={t('comp.title')} size={460} onClose={onClose}>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading rows={5} />}
      {data && <ul className="comp-cards comp-one"><ClaimCard item={data} as={roleOf(data)} about onDo={onDo} onConversation={onConversation} /></ul>}
      {dialog}
    </Drawer>
  );
}
