import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ConversationDetail, PlaybookGuide } from '../api/wire';
import { draftOf } from '../conversation/draft';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { own } from './api';
import { useChange } from './acts';

interface Props {
  guide: PlaybookGuide;
  detail: ConversationDetail;
  english: boolean;
}

/** What spares the buyer the same the next time, to be told before it ends. */
export function Tips({ guide, detail, english }: Props) {
  const t = useT();
  const me = useMe();
  const { run } = guide;
  if (guide.tips.length === 0) return null;
  const put = (words: string) => draftOf(me.id, detail.conversation.id).giveBack(words, []);
  return (
    <details className="guide-tips" open={run ? !guide.tip_given : undefined}>
      <summary>{t('guide.tip')}{guide.tip_given && <span className="guide-given"><CheckOutlined /> {t('guide.tip_given')}</span>}</summary>
      {guide.tips.map((each) => (
        <p key={each.zh}>
          {own(each)}
          <Button size="small" type="link" onClick={() => put(english ? each.en : each.zh)}>{t('guide.put')}</Button>
          {run && !guide.tip_given && <Given run={run} conversation={detail.conversation.id} />}
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
