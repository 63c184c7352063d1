import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '../identity/api';
import { RecallsPage } from '../recall/page';

export function RecallsPlace() {
  const { id } = useSearch({ from: '/inside/recalls' });
  const me = useMe();
  const navigate = useNavigate();
  return (
    <RecallsPage
      id={id} shops={me.shops} onRecall={(next) => void navigate({ to: '/recalls', search: { id: next } })}
      onConversation={(talk) => void navigate({ to: '/c/$id', params: { id: talk } })}
    />
  );
}
