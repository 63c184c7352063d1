import { EditOutlined, ExclamationCircleFilled, LoadingOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useT } from '../i18n';
import { clockTime } from '../ui/time';
import { Content } from './message';
import type { Outbox, Unsent } from './outbox';

interface Acts {
  unsent: Unsent;
  outbox: Outbox;
  /** Puts the words back where they can be changed. */
  onEdit(): void;
}

/** A message on its way, or one that did not make it. */
export function UnsentLine({ unsent, zone, ...acts }: Acts & { zone: string }) {
  const t = useT();
  const failed = unsent.state === 'failed';
  return (
    <div className={`message message-out message-last ${unsent.note ? 'message-note' : ''} ${failed ? 'message-failed' : 'message-sending'}`}>
      <span className="message-gap" />
      <div className="message-body">
        <Content message={unsent} />
        {failed ? <Failed unsent={unsent} {...acts} /> : (
          <div className="message-time">
            <span className="mark"><LoadingOutlined />{t('message.sending')}</span>
            <time>{clockTime(unsent.at, zone)}</time>
          </div>
        )}
      </div>
    </div>
  );
}

function Failed({ unsent, outbox, onEdit }: Acts) {
  const t = useT();
  return (
    <div className="message-problem" role="alert">
      <ExclamationCircleFilled />
      <span>{unsent.problem || t('message.unconfirmed')}</span>
      <Button size="small" type="link" icon={<ReloadOutlined />} onClick={() => outbox.retry(unsent.key)}>{t('message.retry')}</Button>
      <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('message.edit')} title={t('message.edit')} onClick={onEdit} />
    </div>
  );
}
