import { Button } from 'antd';
import { useT } from '../i18n';
import { sentence } from '../ui/states';

/** What is left when drawing a page failed: what is typed is kept, so reload. */
export function PageFailure({ error }: { error: unknown }) {
  const t = useT();
  return (
    <div className="whole">
      <div className="state-failure" role="alert">
        <strong>{t('page.failed')}</strong>
        <p>{sentence(error)}</p>
        <Button onClick={() => location.reload()}>{t('page.reload')}</Button>
      </div>
    </div>
  );
}
