import { useNavigate, useSearch } from '@tanstack/react-router';
import { CompensationsPage } from '../compensation/page';

export function CompensationsPlace() {
  const { tab, id } = useSearch({ from: '/inside/compensations' });
  const navigate = useNavigate();
  return (
    <CompensationsPage
      tab={tab} id={id}
      onTab={(next) => void navigate({ to: '/compensations', search: { tab: next }, replace: true })}
      onOne={(next) => void navigate({ to: '/compensations', search: { tab, id: next }, replace: true })}
      onConversation={(conversation) => void navigate({ to: '/c/$id', params: { id: conversation } })}
    />
  );
}
