import { useNavigate, useSearch } from '@tanstack/react-router';
import { mayIn, useMe } from '../identity/api';
import { LiabilityPage } from '../liability/page';

export function LiabilityPlace() {
  const { shop, months } = useSearch({ from: '/inside/liability' });
  const me = useMe();
  const navigate = useNavigate();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'));
  return (
    <LiabilityPage
      shops={shops} shop={shop ?? shops[0]?.id ?? ''} months={months ?? 6}
      onShow={(of, n) => void navigate({ to: '/liability', search: { shop: of, months: n }, replace: true })}
    />
  );
}
