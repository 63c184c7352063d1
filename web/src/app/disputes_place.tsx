import { useNavigate, useSearch } from '@tanstack/react-router';
import { DisputesPage } from '../dispute/page';

export function DisputesPlace() {
  const filter = useSearch({ from: '/inside/disputes' });
  const navigate = useNavigate();
  return (
    <DisputesPage
      filter={filter} onFilter={(search) => void navigate({ to: '/disputes', search, replace: true })}
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
