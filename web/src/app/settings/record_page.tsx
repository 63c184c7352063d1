import { useNavigate, useSearch } from '@tanstack/react-router';
import { RecordPage as Page } from '../../admin/record';
import { useMe } from '../../identity/api';
import { zoneOf } from '../shops';

export function RecordPage() {
  const filter = useSearch({ from: '/inside/settings/record' });
  const navigate = useNavigate();
  return (
    <Page
      zone={zoneOf(useMe())} filter={filter} onFilter={(search) => void navigate({ to: '/settings/record', search, replace: true })}
      onConversation={(id) => void navigate({ to: '/c/$id', params: { id } })}
    />
  );
}
