import { AlertFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { createPortal } from 'react-dom';
import type { Notice } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { happening } from '../ui/happening';
import { ago } from '../ui/time';
import { alarms } from './critical';

interface Props {
  list: Notice[];
  zone: string;
  onOpen(notice: Notice): void;
  onSeen(notice: Notice): void;
}

/** What is critical stands over the page, in every tab, until somebody has seen it: one after the other, the oldest first. */
export default function Alarms({ list, zone, onOpen, onSeen }: Props) {
  const t = useT();
  const now = useNow();
  const some = list.filter(alarms);
  const oldest = some.at(-1);
  if (!oldest) return null;
  return createPortal(
    <div className="alarm" role="alert" aria-label={t('notice.alarm')}>
      <AlertFilled aria-hidden />
      <p>
        {happening(oldest.kind, oldest.args, zone, oldest.kind)}
        <time dateTime={oldest.at}>{ago(Date.parse(oldest.at), now, zone)}</time>
        {some.length > 1 && <em>{t('notice.alarm_more', { n: some.length - 1 })}</em>}
      </p>
      {oldest.ref.conversation_id && <Button size="small" type="primary" danger onClick={() => onOpen(oldest)}>{t('notice.alarm_open')}</Button>}
      <Button size="small" onClick={() => onSeen(oldest)}>{t('notice.alarm_seen')}</Button>
    </div>,
    document.body,
  );
}
