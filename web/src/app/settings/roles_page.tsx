import { useNavigate } from '@tanstack/react-router';
import { Roles } from '../../identity/roles';

export function RolesPage() {
  const navigate = useNavigate();
  return <Roles onPeople={(role) => void navigate({ to: '/settings/people', search: { role } })} />;
}
