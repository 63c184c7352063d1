import { EditOutlined, RollbackOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { Message } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { sentence } from '../ui/states';
import { clockTime, fullTime } from '../ui/time';
import { holdSent, keys, recall } from './api';
import { draftOf } from './draft';
import { Content } from './message';

/** How long a message may be taken back, in ms; the server decides. */
const within = 2 * 60_000;

/** Takes one's own message back, for as long as that is possible. */
export function RecallButton({ message, conversation }: { message: Message; conversation: string }) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const cache = useQueryClient();
  const app = App.useApp();
  const take = useMutation({
    mutationFn: () => recall(conversation, message.seq),
    onSuccess: (recalled) => holdSent(cache, conversation, recalled),
    onError: (error) => app.message.error(sentence(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.detail(conversation) }),
  });
  const own = message.sender.id === me.id && (message.kind === 'text' || message.kind === 'file');
  if (!own || now - Date.parse(message.at) >= within) return null;
  return (
    <Tooltip title={t('recall.hint')}>
      <Button
        className="recall" size="small" type="text" icon={<RollbackOutlined />} loading={take.isPending}
        onClick={() => take.mutate()}
      >
        {t('recall.take')}
      </Button>
    </Tooltip>
  );
}

/** In the place of a message that was taken back: by whom and when. The team may read it. */
export function RecalledLine({ message, conversation, zone }: { message: Message; conversation: string; zone: string }) {
  const t = useT();
  const me = useMe();
  const [shown, setShown] = useState(false);
  const at = Date.parse(message.recalled_at ?? message.at);
  const own = message.sender.id === me.id;
  const again = () => draftOf(me.id, conversation).giveBack(message.text, message.files, message.internal);
  return (
    <div className="recalled">
      <p>
        <RollbackOutlined />
        <span>{own ? t('recall.mine') : t('recall.theirs', { name: message.sender.name })}</span>
        <time dateTime={message.recalled_at ?? ''} title={fullTime(at, zone)}>{clockTime(at, zone)}</time>
        {own && <Button size="small" type="link" icon={<EditOutlined />} onClick={again}>{t('recall.edit')}</Button>}
        <Button size="small" type="link" aria-expanded={shown} onClick={() => setShown(!shown)}>{t(shown ? 'recall.hide' : 'recall.show')}</Button>
      </p>
      {shown && <div className="recalled-words"><Content message={message} /></div>}
    </div>
  );
}
