import { useNavigate } from '@tanstack/react-router';
import { Shops } from '../../shop/shops';

export function ShopsPage() {
  const navigate = useNavigate();
  return <Shops onOpen={(id) => void navigate({ to: '/settings/shops/$id', params: { id } })} />;
}
