import { CheckOutlined } from '@ant-design/icons';
import { App } from 'antd';
import type { Conversation, Message } from '../api/wire';
import { tOr, useT } from '../i18n';
import { toClipboard } from '../ui/copy';
import { wasPasted } from './pasting';

/** The tool in which a conversation is held whose messages are pasted, by name. */
export function useTool(conversation: Conversation): string {
  const t = useT();
  return tOr(`paste.tool.${conversation.pasted?.tool ?? 'generic'}`, t('paste.tool.generic'));
}

/** Whether what we say in a conversation is copied out and sent by hand. */
export function byHand(conversation: Conversation): boolean {
  return conversation.channel === 'paste';
}

/** That our words were copied out and sent; what was pasted says nothing. */
export function SentByHand({ message, conversation }: { message: Message; conversation: Conversation }) {
  const t = useT();
  const tool = useTool(conversation);
  if (message.sender.kind !== 'agent' || message.card || wasPasted(message.key)) return null;
  return <span className="mark mark-seen"><CheckOutlined />{t('paste.sent', { tool })}</span>;
}

/** Copies words before they go, where they are sent by hand; elsewhere they just go. */
export function useCopyOut(conversation: Conversation): (text: string, go: () => void) => void {
  const t = useT();
  const tool = useTool(conversation);
  const { message } = App.useApp();
  return (text, go) => {
    if (!byHand(conversation) || !text) return go();
    void toClipboard(text).then((copied) => {
      if (!copied) return void message.error(t('paste.copy_failed'));
      void message.success(t('paste.copied', { tool }));
      go();
    });
  };
}
