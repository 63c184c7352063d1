import type { Shop } from '../api/wire';
import { useT } from '../i18n';
import { HoursForm } from './hours_form';
import { SaveBar } from './save_bar';
import { useShopPart } from './saving';

/** When a shop is open. */
export function HoursPart({ shop }: { shop: Shop }) {
  const t = useT();
  const part = useShopPart(shop, { hours: shop.hours }, ({ hours }) => ({ hours }));
  return (
    <form onSubmit={part.submit} aria-label={t('hours.title')}>
      <HoursForm plan={part.draft.hours} answerMinutes={shop.settings.response_target_minutes} onChange={(hours) => part.fill({ hours })} />
      <SaveBar changed={part.changed} busy={part.save.isPending} conflict={part.save.conflict} error={part.save.error ?? undefined} hint={t('hours.takes_effect')} onUndo={part.undo} />
    </form>
  );
}
