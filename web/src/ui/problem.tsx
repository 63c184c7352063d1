import { useT } from '../i18n';
import { sentence } from './states';

/** What is wrong with a form as a whole. */
export function Problem({ error, conflict }: { error?: unknown; conflict?: boolean }) {
  const t = useT();
  if (conflict) return <div className="form-conflict" role="alert"><p>{t('act.conflict')}</p></div>;
  return error ? <p className="form-error" role="alert">{sentence(error)}</p> : null;
}
