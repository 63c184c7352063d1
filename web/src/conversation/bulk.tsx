import { CheckOutlined, ClockCircleOutlined, CloseOutlined, SwapOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { BulkResult, QueueItem, TransferDraft } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { sentence } from '../ui/states';
import { keys } from './api';
import { assignMany, markManyRead, snoozeMany } from './queue_api';
import { most, nothing, only, type Selection } from './selection';
import { SnoozeMenu } from './snooze';

const TransferDialog = lazy(() => import('./transfer'));

type Act = 'assign' | 'snooze' | 'read';

interface Outcome {
  act: Act;
  results: BulkResult[];
}

interface Props {
  shop: string;
  /** The rows as they are now. */
  rows(): QueueItem[];
  selection: Selection;
  onSelection(selection: Selection): void;
  onAll(): void;
}

/** What can be done with the chosen rows, and what came of it. */
export default function BulkBar({ shop, rows, selection, onSelection, onAll }: Props) {
  const t = useT();
  const zone = useZone(shop);
  const [handing, setHanding] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const bulk = useBulk(setOutcome, (failed) => onSelection(only(rows(), failed)));
  if (selection.size === 0 && !outcome) return null;
  const items = [...selection.values()];
  const assign = (draft: TransferDraft) => bulk.mutate({ act: 'assign', run: () => assignMany(items, draft) }, { onSuccess: () => setHanding(false) });
  const later = (until: number) => bulk.mutate({ act: 'snooze', run: () => snoozeMany(items, until) });
  const read = () => bulk.mutate({ act: 'read', run: () => markManyRead(items) });
  const full = selection.size >= most;
  const busy = bulk.isPending;
  return (
    <div className="bulk" role="region" aria-label={t('bulk.label')}>
      {outcome && <Told outcome={outcome} onClose={() => setOutcome(undefined)} />}
      {selection.size > 0 && (
        <div className="bulk-line">
          <strong>{full ? t('bulk.full', { n: most }) : t('bulk.chosen', { n: selection.size })}</strong>
          <Button size="small" type="link" disabled={full} onClick={onAll}>{t('bulk.all')}</Button>
          <span className="grow" />
          <Icon name={t('transfer.hand_over')} icon={<SwapOutlined />} busy={busy} onClick={() => setHanding(true)} />
          <SnoozeMenu zone={zone} disabled={busy} onChoose={later}>
            <Button size="small" icon={<ClockCircleOutlined />} aria-label={t('snooze.later')} title={t('snooze.later')} />
          </SnoozeMenu>
          <Icon name={t('bulk.read')} icon={<CheckOutlined />} busy={busy} onClick={read} />
          <Icon name={t('bulk.cancel')} icon={<CloseOutlined />} busy={false} onClick={() => onSelection(nothing)} />
        </div>
      )}
      {handing && (
        <Suspense><TransferDialog shop={shop} besides={[]} many={selection.size} busy={busy} error={bulk.error} onOk={assign} onClose={() => { setHanding(false); bulk.reset(); }} /></Suspense>
      )}
    </div>
  );
}

/** The zone of the shop that is looked at, or of the first one. */
function useZone(shop: string): string {
  const { shops } = useMe();
  return (shops.find((each) => each.id === shop) ?? shops[0])?.zone ?? 'Asia/Shanghai';
}

interface Work {
  act: Act;
  run(): Promise<BulkResult[]>;
}

/** Those that failed stay chosen, as they are by then. */
function useBulk(onOutcome: (outcome: Outcome) => void, onFailed: (ids: string[]) => void) {
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: ({ run }: Work) => run(),
    onSuccess: (results, { act }) => onOutcome({ act, results }),
    onError: (error) => void message.error(sentence(error)),
    onSettled: async (results) => {
      await Promise.all([keys.queues, ['conversation'], ['thread']].map((queryKey) => cache.invalidateQueries({ queryKey })));
      if (results) onFailed(results.filter((each) => !each.ok).map((each) => each.id));
    },
  });
}

function Icon({ name, icon, busy, onClick }: { name: string; icon: ReactNode; busy: boolean; onClick(): void }) {
  return <Tooltip title={name}><Button size="small" icon={icon} aria-label={name} disabled={busy} onClick={onClick} /></Tooltip>;
}

/** "12 handed over, 1 just changed by somebody", with the reasons counted. */
function Told({ outcome: { act, results }, onClose }: { outcome: Outcome; onClose(): void }) {
  const t = useT();
  const done = results.filter((each) => each.ok).length;
  const reasons = new Map<string, number>();
  for (const each of results.filter((one) => !one.ok)) {
    const why = each.code === 'conversation.changed' ? t('bulk.changed') : each.detail ?? '';
    reasons.set(why, (reasons.get(why) ?? 0) + 1);
  }
  const parts = [t(`bulk.done_${act}`, { n: done }), ...[...reasons].map(([why, n]) => t('bulk.failed', { n, why }))];
  return (
    <div className={reasons.size > 0 ? 'bulk-told bulk-told-part' : 'bulk-told'} role="status">
      <span>{parts.join(t('bulk.comma'))}</span>
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('bulk.close')} onClick={onClose} />
    </div>
  );
}
