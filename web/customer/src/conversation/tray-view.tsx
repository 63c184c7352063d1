import { t } from '../i18n';
import { Icon } from '../ui/icons';
import type { Attachment, Tray } from './tray';

function status({ state, share, reason }: Attachment): string {
  if (state === 'uploading') return t('attachment.uploading', { percent: Math.round(share * 100) });
  if (state === 'failed') return reason;
  return t(state === 'done' ? 'attachment.done' : 'attachment.preparing');
}

function Tile({ item, tray }: { item: Attachment; tray: Tray }) {
  const { id, name, preview, state, share, mediaType, passing } = item;
  const busy = state === 'preparing' || state === 'uploading';
  return (
    <li class={`tile ${state}`} title={name}>
      {preview ? (
        <img src={preview} alt={name} />
      ) : (
        <span class="tile-name">
          <Icon name={mediaType.startsWith('video/') ? 'film' : 'file'} size={20} />
          {name}
        </span>
      )}
      <span class="hidden">{status(item)}</span>
      {busy && <progress class="tile-progress" max={1} value={share} aria-label={name} />}
      {state === 'failed' && passing && (
        <button class="tile-retry" aria-label={t('attachment.retry', { name })} onClick={() => tray.retry(id)}>
          <Icon name="retry" size={20} />
        </button>
      )}
      <button class="tile-remove" aria-label={t('attachment.cancel', { name })} onClick={() => tray.remove(id)}>
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}

/** The attachments of the message being written. */
export function TrayView({ tray }: { tray: Tray }) {
  return (
    <ul class="tray" aria-label={t('composer.tray')}>
      {tray.items.map((item) => <Tile key={item.id} item={item} tray={tray} />)}
    </ul>
  );
}
