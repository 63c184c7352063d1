import { SnippetsOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { ClipboardEvent } from 'react';
import type { Conversation } from '../api/wire';
import { useT } from '../i18n';
import { buyerName } from '../ui/buyer';
import { sentence } from '../ui/states';
import { keys } from './api';
import { keepPaste, keepShots, readPaste } from './paste_api';
import { useTool } from './paste_sent';
import { isClear, openPaste } from './pasting';
import './paste.css';

/** Where the next part of a chat is pasted. What is clear is kept at once; the rest is looked at. */
export function PasteMore({ conversation }: { conversation: Conversation }) {
  const t = useT();
  const tool = useTool(conversation);
  const take = useTaking(conversation);
  const pasted = (event: ClipboardEvent) => {
    event.preventDefault();
    const shots = [...event.clipboardData.files].filter((file) => file.type.startsWith('image/'));
    const text = event.clipboardData.getData('text/plain');
    if (shots.length > 0 || text.trim()) take.mutate({ text, shots });
  };
  return (
    <label className="paste-more">
      <SnippetsOutlined aria-hidden />
      <input
        value="" aria-label={t('paste.more')} placeholder={t('paste.more_placeholder', { tool })} disabled={take.isPending}
        onPaste={pasted} onChange={() => undefined}
        onClick={(event) => event.detail === 2 && openPaste({ conversation: placeOf(conversation) })}
      />
    </label>
  );
}

function placeOf(conversation: Conversation) {
  return { id: conversation.id, shop: conversation.shop.id, name: buyerName(conversation.customer) };
}

function useTaking(conversation: Conversation) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: async ({ text, shots }: { text: string; shots: File[] }) => {
      if (shots.length > 0) await keepShots(conversation.id, shots).then(() => void message.success(t('paste.shots_kept')));
      if (!text.trim()) return;
      const draft = { shop_id: conversation.shop.id, conversation_id: conversation.id, text };
      const read = await readPaste(draft);
      if (!isClear(read)) return openPaste({ conversation: placeOf(conversation), text });
      if (read.added === 0) return void message.info(t('paste.none_new'));
      const { added } = await keepPaste(draft, read.version);
      void message.success(t('paste.kept', { n: added }));
    },
    onError: (error) => void message.error(sentence(error)),
    onSettled: () => {
      for (const queryKey of [keys.queues, keys.detail(conversation.id), keys.thread(conversation.id)]) void cache.invalidateQueries({ queryKey });
    },
  });
}
