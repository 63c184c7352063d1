import { Link } from '@tanstack/react-router';
import { useT } from '../i18n';
import { Empty } from '../ui/states';

export function NotFound() {
  const t = useT();
  return <div className="whole"><Empty title={t('page.missing')} action={<Link to="/">{t('page.home')}</Link>} /></div>;
}
