import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { OrderImport } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { importsQuery } from './api';

/** Imports of the past, the latest first. */
export function History({ current, onOpen }: { current?: string; onOpen(id: string): void }) {
  const t = useT();
  const imports = useInfiniteQuery(importsQuery(undefined));
  const rows = imports.data?.pages.flatMap((page) => page.items) ?? [];
  if (imports.isSuccess && rows.length === 0) return null;
  return (
    <section className="import-history" aria-label={t('import.history')}>
      <h2>{t('import.history')}</h2>
      <div className="page-card">
        {imports.isPending && <Loading rows={3} />}
        {imports.isError && rows.length === 0 && <Failure error={imports.error} retry={() => void imports.refetch()} />}
        {rows.length > 0 && (
          <table className="list-table">
            <thead><tr><th>{t('import.file')}</th><th>{t('import.by')}</th><th>{t('import.at')}</th><th>{t('order.status')}</th><th>{t('import.result')}</th></tr></thead>
            <tbody>{rows.map((each) => <Row key={each.id} row={each} on={each.id === current} onOpen={() => onOpen(each.id)} />)}</tbody>
          </table>
        )}
        {imports.hasNextPage && <Button type="text" block loading={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
    </section>
  );
}

function Row({ row, on, onOpen }: { row: OrderImport; on: boolean; onOpen(): void }) {
  const t = useT();
  const now = useNow();
  const shop = useMe().shops.find((each) => each.id === row.shop_id);
  const ran = row.state === 'done' || row.state === 'running' || row.state === 'stopped' || row.state === 'failed';
  return (
    <tr className={on ? 'import-on' : undefined}>
      <td><button type="button" className="wall-link" onClick={onOpen}>{row.name}</button><p className="quiet">{[t(`import.kind.${row.kind}`), shop?.name].filter(Boolean).join(' \u00b7 ')}</p></td>
      <td>{row.made_by.name}</td>
      <td>{dayTime(Date.parse(row.made_at), now, shop?.zone ?? 'UTC')}</td>
      <td><span className={`tag import-${row.state}`}>{t(`import.state.${row.state}`)}</span></td>
      <td>{ran ? t('import.counts', { created: row.created, updated: row.updated, unchanged: row.unchanged, passed: row.passed }) : t('import.rows', { n: row.rows })}</td>
    </tr>
  );
}
