import { useNavigate, useSearch } from '@tanstack/react-router';
import { CompensationsPage } from '../compensation/page';

export function CompensationsPlace() {
  const { tab } = useSearch({ from: '/inside/compensations' });
  const navigate = useNavigate();
  return (
    <CompensationsPage
      tab={tab} onTab={(next) => void navigate({ to: '/compensations', search: { tab: next }, replace: true })}
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
