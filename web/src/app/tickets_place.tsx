import { useNavigate, useSearch } from '@tanstack/react-router';
import { TicketsPage } from '../ticket/page';

export function TicketsPlace() {
  const filter = useSearch({ from: '/inside/tickets' });
  const navigate = useNavigate();
  return (
    <TicketsPage
      filter={filter} onFilter={(search) => void navigate({ to: '/tickets', search, replace: true })}
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
