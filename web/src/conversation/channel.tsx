import { tOr } from '../i18n';

/** By which way a buyer writes, and in which tool if that is known. */
export function ChannelTag({ channel, tool = '' }: { channel: string; tool?: string }) {
  const name = tOr(`channel.${channel}`, channel);
  return <span className={`channel channel-${channel}`}>{tool && tool !== 'generic' ? tOr(`paste.tool.${tool}`, name) : name}</span>;
}
