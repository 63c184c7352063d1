import { CheckCircleOutlined, SyncOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useT, tOr } from '../i18n';
import { Failure } from '../ui/states';
import { searchStateQuery } from './api';
import './admin.css';

/** How far search is behind what was said and done. */
export function SearchStateLine() {
  const t = useT();
  const { data, error, refetch } = useQuery(searchStateQuery);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return null;
  const { waiting, lag_ms: lag, rebuilding, done } = data;
  const most = 10_000;
  return (
    <div className="search-state" role="status">
      {waiting === 0 && !rebuilding ? <CheckCircleOutlined /> : <SyncOutlined spin />}
      <b>{t('search.index')}</b>
      <span>{waiting === 0 ? t('search.index_ready') : t('search.index_lag', { seconds: (lag / 1000).toFixed(1), n: waiting >= most ? `${most}+` : waiting })}</span>
      {rebuilding && <span>{t('search.index_rebuilding', { kind: tOr(`search.kind.${rebuilding}`, rebuilding), n: done })}</span>}
    </div>
  );
}
