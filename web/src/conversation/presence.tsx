import { EditOutlined, EyeOutlined } from '@ant-design/icons';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { useBuyerTyping, useColleagues } from './live';

/** Which colleagues have this conversation open too, and what they do. */
export function Others({ id }: { id: string }) {
  const t = useT();
  const all = useColleagues(id, useMe().id);
  if (all.length === 0) return null;
  return (
    <span className="others" role="status">
      {all.slice(0, 3).map(({ id: user, name, doing }) => (
        <span key={user} className={doing === 'viewing' ? 'other' : 'other other-busy'}>
          {doing === 'viewing' ? <EyeOutlined /> : <EditOutlined />}
          {t(`presence.${doing === 'left' ? 'viewing' : doing}`, { name })}
        </span>
      ))}
      {all.length > 3 && <span className="other">{t('presence.more', { n: all.length - 3 })}</span>}
    </span>
  );
}

/** Whether the buyer is writing. It keeps its room, so that nothing jumps. */
export function BuyerTyping({ id }: { id: string }) {
  const t = useT();
  const typing = useBuyerTyping(id);
  return <p className="buyer-typing" role="status">{typing && <><i /><i /><i />{t('presence.buyer')}</>}</p>;
}
