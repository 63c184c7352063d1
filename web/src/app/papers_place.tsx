import { useNavigate, useSearch } from '@tanstack/react-router';
import { PapersPage } from '../paper/page';

export function PapersPlace() {
  const filter = useSearch({ from: '/inside/orders/papers' });
  const navigate = useNavigate();
  return <PapersPage filter={filter} onFilter={(search) => void navigate({ to: '/orders/papers', search, replace: true })} onBack={() => void navigate({ to: '/orders', search: {} })} />;
}
