import { t } from '../i18n';

/** What a buyer is called; visitors who have not said are told apart by their id. */
export function buyerName({ id, name }: { id: string; name: string }): string {
  return name.trim() || t('customer.visitor', { id: id.slice(-4).toUpperCase() });
}
