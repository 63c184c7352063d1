import { t } from '../i18n';
import type { Host } from '../ui/host';
import { Icon } from '../ui/icons';
import { dayKey, dayOf, timeOf } from '../ui/when';
import type { Conversation } from './conversation';
import type { Session } from './wire';

/** What the shop's business hours mean for the buyer now. */
export function hours({ open, opens_at, shop }: Session, now: number): string {
  if (open) return t('header.open');
  const at = Date.parse(opens_at ?? '');
  if (Number.isNaN(at)) return t('header.closed');
  const time = timeOf(at, shop.zone);
  if (dayKey(at, shop.zone) === dayKey(now, shop.zone)) return t('header.closed_until', { time });
  return t('header.closed_until_day', { day: dayOf(at, now, shop.zone), time });
}

interface Props {
  conversation: Conversation;
  host: Host;
  /** Shows the buyer's cases and service code. */
  onOwn(): void;
}

export function Header({ conversation, host, onOwn }: Props) {
  const { session, reconnecting, clock } = conversation;
  const name = session?.shop.name ?? '';
  return (
    <header class="header">
      <span class="avatar large" aria-hidden="true">{[...name][0] ?? ''}</span>
      <div class="header-words">
        <h1>{name || t('app.title')}</h1>
        {session && (
          <p class={session.open ? 'hours open' : 'hours'}>{hours(session, clock.now())}</p>
        )}
      </div>
      {session && (
        <button class="minimise" aria-label={t('own.title')} title={t('own.title')} onClick={onOwn}>
          <Icon name="folder" />
        </button>
      )}
      {host.framed && (
        <button class="minimise" aria-label={t('app.minimise')} onClick={() => host.close()}>
          <Icon name="down" />
        </button>
      )}
      <p class="line" role="status">{reconnecting && t('link.reconnecting')}</p>
    </header>
  );
}
