import { tOr } from '../i18n';

/** By which way a buyer writes. */
export function ChannelTag({ channel }: { channel: string }) {
  return <span className={`channel channel-${channel}`}>{tOr(`channel.${channel}`, channel)}</span>;
}
