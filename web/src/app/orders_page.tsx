import { useNavigate, useSearch } from '@tanstack/react-router';
import { ImportPage } from '../order/import_page';
import { OrdersPage } from '../order/page';
import { ProductsPage } from '../order/products';

export function OrdersPlace() {
  const { id, ...filter } = useSearch({ from: '/inside/orders' });
  const navigate = useNavigate();
  return (
    <OrdersPage
      filter={filter} open={id} onFilter={(search) => void navigate({ to: '/orders', search, replace: true })}
      onOpen={(next) => void navigate({ to: '/orders', search: { ...filter, id: next }, replace: true })}
      onImport={() => void navigate({ to: '/orders/import', search: {} })} onProducts={() => void navigate({ to: '/orders/products' })}
      onPapers={() => void navigate({ to: '/orders/papers', search: {} })}
    />
  );
}

export function OrderImportPlace() {
  const { id, kind } = useSearch({ from: '/inside/orders/import' });
  const navigate = useNavigate();
  return (
    <ImportPage
      id={id} kind={kind ?? 'orders'} onKind={(next) => void navigate({ to: '/orders/import', search: { kind: next }, replace: true })}
      onImport={(next) => void navigate({ to: '/orders/import', search: next ? { id: next } : { kind } })} onBack={() => void navigate({ to: '/orders', search: {} })}
      onOutbound={() => void navigate({ to: '/orders/outbound', search: {} })}
    />
  );
}

export function ProductsPlace() {
  const navigate = useNavigate();
  return <ProductsPage onBack={() => void navigate({ to: '/orders', search: {} })} onImport={() => void navigate({ to: '/orders/import', search: { kind: 'products' } })} />;
}
