import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ConversationDetail, PlaybookGuide } from '../api/wire';
import { draftOf } from '../conversation/draft';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { useChange } from './acts';
import { useTips } from './parting';

interface Props {
  guide: PlaybookGuide;
  detail: ConversationDetail;
}

/** What spares the buyer the same the next time: it goes along with the closing words, or is told before. */
export function Tips({ guide, detail }: Props) {
  const t = useT();
  const me = useMe();
  const { id } = detail.conversation;
  const { run } = guide;
  const left = useTips(id, guide);
  if (guide.tips.length === 0) return null;
  if (left.length === 0) return <p className="guide-given"><CheckOutlined /> {t('guide.tip_given')}</p>;
  return (
    <details className="guide-tips" open={run ? true : undefined}>
      <summary>{t('guide.tip')}</summary>
      {left.map((each) => (
        <p key={each}>
          {each}
          <Button size="small" type="link" onClick={() => draftOf(me.id, id).giveBack(each, [])}>{t('guide.put')}</Button>
          {run && <Given run={run} conversation={id} />}
        </p>
      ))}
    </details>
  );
}

function Given({ run, conversation }: { run: NonNullable<PlaybookGuide['run']>; conversation: string }) {
  const t = useT();
  const save = useChange(conversation, run);
  return <Button size="small" type="link" loading={save.isPending} onClick={() => save.mutate({ steps: [{ id: 'tip', state: 'done' }] })}>{t('guide.tip_done')}</Button>;
}
