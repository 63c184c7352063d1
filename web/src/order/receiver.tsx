import { EyeOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { OrderRow } from '../api/wire';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { revealOrder } from './api';

/** Who an order went to, masked until somebody asks. */
export function Receiver({ order }: { order: OrderRow }) {
  const t = useT();
  const { message } = App.useApp();
  const reveal = useMutation({
    mutationFn: () => revealOrder(order.id),
    onError: (error) => message.error(sentence(error)),
  });
  const shown = reveal.data ?? order;
  if (!order.receiver && !order.phone && !order.address) return <p className="quiet">{t('order.no_receiver')}</p>;
  return (
    <div className="order-receiver">
      <p>{[shown.receiver, shown.phone].filter(Boolean).join(' ')}</p>
      <p>{shown.address}</p>
      {!reveal.data && (
        <Button size="small" icon={<EyeOutlined />} loading={reveal.isPending} title={t('order.reveal_hint')} onClick={() => reveal.mutate()}>{t('order.reveal')}</Button>
      )}
    </div>
  );
}
