import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { Case, CaseOutboundPhoto, Evidence, EvidenceItem } from '../api/wire';
import { mayIn, useMe } from '../identity/api';
import { conversationOrdersQuery } from '../order/api';
import { photosQuery } from './api';
import { pieceName, useT } from './words';

/** What stands beside an item: another one, or what the shop says of the goods. */
export const goods = 'goods';

interface Props {
  complaint: Case;
  evidence: Evidence;
  item: EvidenceItem;
  value: string;
  onChange(value: string): void;
}

/** Chooses what an item is compared with. */
export function Compare({ complaint, evidence, item, value, onChange }: Props) {
  const t = useT();
  const bought = useBought(complaint);
  const named = ({ n, piece }: EvidenceItem) => {
    const of = evidence.checklist.find(({ id }) => id === piece);
    return t('evidence.item', { n }) + (of ? ` ${pieceName(of)}` : '');
  };
  const left = usePhotos(complaint).map(({ id, taken }, i) => ({ id, taken, label: t('evidence.left', { n: i + 1 }) })).filter(({ taken }) => taken === 0).map(({ id, label }) => ({ value: id, label }));
  const others = evidence.items.filter(({ id }) => id !== item.id).map((each) => ({ value: each.id, label: named(each) }));
  const options = [...(bought.length > 0 ? [{ value: goods, label: t('evidence.goods') }] : []), ...left, ...others];
  if (options.length === 0) return null;
  return (
    <label className="evidence-compare">
      {t('evidence.compare')}
      <Select aria-label={t('evidence.compare')} allowClear placeholder={t('evidence.compare_none')} popupMatchSelectWidth={false} value={value || undefined} options={options} onChange={(next?: string) => onChange(next ?? '')} />
    </label>
  );
}

/** How the goods left the warehouse. */
export function usePhotos(complaint: Case): CaseOutboundPhoto[] {
  const { data } = useQuery({ ...photosQuery(complaint.id), enabled: complaint.order_no !== '' });
  return data ?? [];
}

/** What the order says was bought, for who may read orders. */
function useBought(complaint: Case) {
  const may = mayIn(useMe(), complaint.shop_id, 'order.read') && complaint.order_no !== '';
  const { data } = useQuery({ ...conversationOrdersQuery(complaint.conversation_id), enabled: may });
  return data?.find((each) => each.number === complaint.order_no)?.items ?? [];
}

/** What the page of the goods says, to be held against a photo. */
export function Goods({ complaint }: { complaint: Case }) {
  const t = useT();
  const bought = useBought(complaint);
  return (
    <div className="evidence-goods" tabIndex={0} role="region" aria-label={t('evidence.goods')}>
      {bought.map((each, i) => (
        <section key={i}>
          <h4>{each.title || each.code}</h4>
          <dl>
            {each.code && <><dt>{t('evidence.goods_code')}</dt><dd>{each.code}</dd></>}
            {each.spec && <><dt>{t('evidence.goods_bought')}</dt><dd>{each.spec}</dd></>}
            {each.batch && <><dt>{t('evidence.goods_batch')}</dt><dd>{each.batch}</dd></>}
            <dt>{t('evidence.goods_spec')}</dt><dd className="evidence-goods-spec">{each.product?.spec || t('evidence.goods_none')}</dd>
          </dl>
        </section>
      ))}
    </div>
  );
}
