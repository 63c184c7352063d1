import { MergeCellsOutlined, MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { Conversation } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';

const MergeDialog = lazy(() => import('./dialog'));

interface Props {
  conversation: Conversation;
  onMerged(into: string): void;
}

/** What is done with a conversation now and then. */
export function MoreMenu({ conversation, onMerged }: Props) {
  const t = useT();
  const me = useMe();
  const [merging, setMerging] = useState(false);
  if (conversation.merged_into || !mayIn(me, conversation.shop.id, 'conversation.merge')) return null;
  const items = [{ key: 'merge', icon: <MergeCellsOutlined />, label: t('merging.act'), onClick: () => setMerging(true) }];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button icon={<MoreOutlined />} aria-label={t('merging.more')} title={t('merging.more')} />
      </Dropdown>
      {merging && (
        <Suspense>
          <MergeDialog conversation={conversation} onClose={() => setMerging(false)} onMerged={onMerged} />
        </Suspense>
      )}
    </>
  );
}
