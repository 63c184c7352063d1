import { useNavigate, useSearch } from '@tanstack/react-router';
import { OutboundPage } from '../outbound/page';
import { PapersPage } from '../paper/page';

export function PapersPlace() {
  const filter = useSearch({ from: '/inside/orders/papers' });
  const navigate = useNavigate();
  return <PapersPage filter={filter} onFilter={(search) => void navigate({ to: '/orders/papers', search, replace: true })} onBack={() => void navigate({ to: '/orders', search: {} })} />;
}

export function OutboundPlace() {
  const filter = useSearch({ from: '/inside/orders/outbound' });
  const navigate = useNavigate();
  return <OutboundPage filter={filter} onFilter={(search) => void navigate({ to: '/orders/outbound', search, replace: true })} onBack={() => void navigate({ to: '/orders/import', search: {} })} />;
}
