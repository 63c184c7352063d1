import { ArrowRightOutlined, EditOutlined, FolderOpenOutlined, MergeCellsOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import type { Conversation } from '../api/wire';
import { draftQuery } from '../conversation/api';
import { draftOf, useDraft } from '../conversation/draft';
import { listed, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { Empty, Failure } from '../ui/states';
import { dayTime } from '../ui/time';
import { mergingsQuery } from './api';
import { UndoButton } from './undo';
import './merging.css';

interface Props {
  conversation: Conversation;
  onOpen(id: string): void;
}

/** In the place where one writes, in a conversation that goes on elsewhere: where, and the way back. */
export function Gone({ conversation, onOpen }: Props) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const { shop, id, merged_into: target } = conversation;
  const { data, error, refetch } = useQuery(mergingsQuery(id));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const into = data?.into;
  return (
    <div className="gone" role="status">
      <p>
        <MergeCellsOutlined />
        <span>{into ? t('merging.gone', { name: buyerName(into.target), by: into.by.name, time: dayTime(Date.parse(into.at), now, shop.zone) }) : t('merging.gone_short')}</span>
      </p>
      <Unfinished conversation={conversation} onOpen={onOpen} />
      <div className="gone-acts">
        <Button type="primary" icon={<ArrowRightOutlined />} onClick={() => onOpen(target)}>{t('merging.go')}</Button>
        {into && mayIn(me, shop.id, 'conversation.merge') && <UndoButton merging={into} />}
      </div>
    </div>
  );
}

/** What this person was writing when the conversation was merged, to be taken along. */
function Unfinished({ conversation, onOpen }: Props) {
  const t = useT();
  const me = useMe();
  const draft = draftOf(me.id, conversation.id);
  const { text, note } = useDraft(draft);
  const kept = useQuery({ ...draftQuery(conversation.id), enabled: mayIn(me, conversation.shop.id, 'conversation.reply') });
  useEffect(() => {
    if (kept.data) draft.adopt(kept.data);
  }, [kept.data, draft]);
  const { files } = draft.held();
  if (text.trim() === '' && files.length === 0) return null;
  const along = () => {
    const held = draft.take();
    draftOf(me.id, conversation.merged_into).giveBack(held.text, held.files, note);
    onOpen(conversation.merged_into);
  };
  return (
    <div className="unfinished">
      <span>{t('merging.unfinished')}</span>
      <q>{text.trim() || listed(files.map((each) => each.name))}</q>
      <Button size="small" icon={<EditOutlined />} onClick={along}>{t('merging.along')}</Button>
    </div>
  );
}

/** Beside it: where its cases are. */
export function GonePanel({ conversation, onOpen }: Props) {
  const t = useT();
  return (
    <aside className="panel" aria-label={t('case.panel')}>
      <Empty
        icon={<FolderOpenOutlined />} title={t('merging.panel')} hint={t('merging.panel_hint')}
        action={<Button onClick={() => onOpen(conversation.merged_into)}>{t('merging.go')}</Button>}
      />
    </aside>
  );
}
