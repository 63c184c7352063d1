import { useNavigate, useSearch } from '@tanstack/react-router';
import { Wall } from '../commitment/wall';

export function WallPage() {
  const filter = useSearch({ from: '/inside/wall' });
  const navigate = useNavigate();
  return (
    <Wall
      filter={filter} onFilter={(search) => void navigate({ to: '/wall', search, replace: true })}
      onOpen={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
