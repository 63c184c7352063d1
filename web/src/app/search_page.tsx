import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../identity/api';
import { SearchPage } from '../search/page';
import { useHits } from './hits';
import { zoneOf } from './shops';

export function FoundPage() {
  const look = useSearch({ from: '/inside/search' });
  const navigate = useNavigate();
  const { address, open } = useHits();
  return <SearchPage look={look} zone={zoneOf(useMe())} onLook={(search) => void navigate({ to: '/search', search, replace: true })} address={address} onOpen={open} />;
}
