import { LinkOutlined } from '@ant-design/icons';
import type { Case, Message } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { CopyLink } from './copy_link';

/** The card in the thread that leads the buyer to the progress page. */
export function ProgressCard({ message, complaint }: { message: Message; complaint?: Case }) {
  const t = useT();
  const me = useMe();
  return (
    <article className="card" aria-label={t('progress.title')}>
      <header><LinkOutlined /><b>{t('progress.title')}</b></header>
      <p>{message.text}</p>
      {complaint && (
        <footer>
          <span>{complaint.number}</span>
          {mayIn(me, complaint.shop_id, 'case.write') && <CopyLink complaint={complaint} />}
        </footer>
      )}
    </article>
  );
}
