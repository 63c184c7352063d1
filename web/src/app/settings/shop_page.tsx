import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ShopPage as Page } from '../../shop/shop_page';

export function ShopPage() {
  const { id } = useParams({ from: '/inside/settings/shops/$id' });
  const { part = 'basics' } = useSearch({ from: '/inside/settings/shops/$id' });
  const navigate = useNavigate();
  return (
    <Page
      key={id} id={id} part={part} onBack={() => void navigate({ to: '/settings/shops' })}
      onPart={(next) => void navigate({ to: '/settings/shops/$id', params: { id }, search: { part: next === 'basics' ? undefined : next }, replace: true })}
      onPeople={(department) => void navigate({ to: '/settings/people', search: { shop: id, department } })}
    />
  );
}
