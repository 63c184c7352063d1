import { useNavigate, useSearch } from '@tanstack/react-router';
import { People } from '../../identity/people';

export function PeoplePage() {
  const filter = useSearch({ from: '/inside/settings/people' });
  const navigate = useNavigate();
  return <People filter={filter} onFilter={(next) => void navigate({ to: '/settings/people', search: next, replace: true })} />;
}
