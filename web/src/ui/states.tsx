import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '../i18n';

/** Grey lines where a list will be. */
export function Loading({ rows = 4, avatar = false }: { rows?: number; avatar?: boolean }) {
  const t = useT();
  return (
    <div className="state-loading" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} active avatar={avatar} title={{ width: '40%' }} paragraph={{ rows: 1 }} />
      ))}
    </div>
  );
}

/** Nothing to show: says so, and what to do next. */
export function Empty({ icon, title, hint, action }: { icon?: ReactNode; title: string; hint?: string; action?: ReactNode }) {
  return (
    <div className="state-empty">
      {icon && <div className="state-icon" aria-hidden>{icon}</div>}
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {action}
    </div>
  );
}

/** What went wrong, and a way to try again. */
export function Failure({ error, retry, title }: { error: unknown; retry?: () => void; title?: string }) {
  const t = useT();
  return (
    <div className="state-failure" role="alert">
      <strong>{title ?? t('state.failed')}</strong>
      <p>{sentence(error)}</p>
      {retry && <Button size="small" onClick={retry}>{t('state.retry')}</Button>}
    </div>
  );
}

/** The sentence of an error, made for people when it came from the server. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
