import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CustomerList } from '../customer/list';
import { CustomerPage as Page } from '../customer/page';
import { useMe } from '../identity/api';
import { usePrefs } from './prefs';
import { zoneOf } from './shops';

export function CustomersPage() {
  const filter = useSearch({ from: '/inside/customers' });
  const navigate = useNavigate();
  const me = useMe();
  const { shop } = usePrefs();
  return (
    <CustomerList
      shop={shop} zone={zoneOf(me)} filter={filter} onFilter={(search) => void navigate({ to: '/customers', search, replace: true })}
      onOpen={(id) => void navigate({ to: '/customers/$id', params: { id } })}
    />
  );
}

export function CustomerPage() {
  const { id } = useParams({ from: '/inside/customers/$id' });
  const navigate = useNavigate();
  return (
    <Page
      key={id} id={id} onBack={() => void navigate({ to: '/customers' })}
      onConversation={(conversation) => void navigate({ to: '/c/$id', params: { id: conversation } })}
      onOrder={(order, number) => void navigate({ to: '/orders', search: { id: order, q: number, shop: undefined } })}
    />
  );
}
