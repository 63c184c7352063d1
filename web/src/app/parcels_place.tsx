import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../identity/api';
import { ParcelsPage } from '../shipment/page';

export function ParcelsPlace() {
  const filter = useSearch({ from: '/inside/parcels' });
  const me = useMe();
  const navigate = useNavigate();
  return (
    <ParcelsPage
      filter={filter} shops={me.shops} onFilter={(search) => void navigate({ to: '/parcels', search, replace: true })}
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
