import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Progress } from 'antd';
import type { Bulk, BulkPreview } from '../api/wire';
import { useT } from '../i18n';
import { Failure } from '../ui/states';
import { bulkQuery } from './wall_api';

/** How far it is, and at the end what was done, what was not, and why. */
export function BulkDone({ first, preview, onClose }: { first: Bulk; preview: BulkPreview; onClose(): void }) {
  const t = useT();
  const query = useQuery(bulkQuery(first.id));
  const bulk = query.data ?? first;
  const ended = bulk.ended_at !== null;
  const rows = new Map(preview.items.map((each) => [each.id, each]));
  return (
    <Modal
      open title={t(ended ? 'bulk_update.done_title' : 'bulk_update.running_title')} width={600} mask={{ closable: false }} onCancel={onClose}
      footer={<Button type="primary" onClick={onClose}>{t('bulk_update.close')}</Button>}
    >
      <Progress percent={Math.floor((100 * (bulk.done + bulk.skipped)) / Math.max(1, bulk.total))} aria-label={t('bulk_update.progress')} />
      <p role="status">{t(ended ? 'bulk_update.done' : 'bulk_update.running', { done: bulk.done, skipped: bulk.skipped, total: bulk.total })}</p>
      {!ended && <p className="quiet">{t('bulk_update.may_close')}</p>}
      {query.isError && !ended && <Failure error={query.error} retry={() => void query.refetch()} />}
      {bulk.passed.length > 0 && (
        <>
          <h3 className="bulk-passed-title">{t('bulk_update.not_done')}</h3>
          <ul className="bulk-passed" tabIndex={0} aria-label={t('bulk_update.not_done')}>
            {bulk.passed.map(({ commitment_id: id, problem }) => (
              <li key={id}><span>{[rows.get(id)?.buyer || t('bulk_update.nameless'), rows.get(id)?.number, rows.get(id)?.text].filter(Boolean).join(' · ')}</span><p>{problem.detail}</p></li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
