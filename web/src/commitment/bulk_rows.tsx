import { Button } from 'antd';
import type { BulkPreview, BulkRow } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Empty } from '../ui/states';
import { dayTime } from '../ui/time';

interface Props {
  preview: BulkPreview;
  zone: string;
  /** How many were chosen, if not all under the filter. */
  asked?: number;
  onBack(): void;
}

/** What each buyer will read. */
export function BulkRows({ preview: { items, more }, zone, asked, onBack }: Props) {
  const t = useT();
  const gone = asked === undefined ? 0 : asked - items.length;
  return (
    <>
      <p className="quiet">{t('bulk_update.preview_hint')} <Button size="small" type="link" onClick={onBack}>{t('bulk_update.back')}</Button></p>
      {gone > 0 && <p className="bulk-note" role="status">{t('bulk_update.gone', { n: gone })}</p>}
      {more && <p className="bulk-note" role="status">{t('bulk_update.more', { n: items.length })}</p>}
      {items.length === 0 && <Empty title={t('bulk_update.none')} />}
      {/* It scrolls by itself, so the keyboard must reach it. */}
      <ul className="bulk-rows" tabIndex={0} aria-label={t('bulk_update.preview_title')}>{items.map((each) => <Row key={each.id} row={each} zone={zone} />)}</ul>
    </>
  );
}

function Row({ row, zone }: { row: BulkRow; zone: string }) {
  const t = useT();
  const now = useNow();
  const time = (at: string) => dayTime(Date.parse(at), now, zone);
  return (
    <li className={row.problem ? 'bulk-row bulk-row-not' : 'bulk-row'}>
      <p className="bulk-row-head"><span>{row.buyer || t('bulk_update.nameless')}</span><span>{row.number}</span><span>{row.owner}</span><span className="grow" /><span>{t('bulk_update.from_to', { from: time(row.due_at), to: time(row.new_due_at) })}</span></p>
      <p className="bulk-row-text">{row.new_text}</p>
      {row.problem && <p className="bulk-row-problem">{t('bulk_update.passed', { why: row.problem.detail })}</p>}
    </li>
  );
}
