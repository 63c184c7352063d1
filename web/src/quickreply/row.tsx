import { Button } from 'antd';
import type { ListedQuickReply } from '../api/wire';
import { listed, tOr, useT } from '../i18n';
import { dateTime } from '../ui/time';

/** A quick reply in the list: its words, for what and until when it holds, how it fares. */
export function Row({ reply, zone, open }: { reply: ListedQuickReply; zone: string; open?(): void }) {
  const t = useT();
  return (
    <tr>
      <td>
        <p className="quick-title">
          {open ? <Button type="link" size="small" onClick={open}>{reply.title}</Button> : <b>{reply.title}</b>}
          {reply.group && <span className="tag">{reply.group}</span>}
          {reply.own && <span className="tag">{t('quick_reply.own')}</span>}
        </p>
        <p className="quick-words">{reply.text}</p>
      </td>
      <td><Conditions reply={reply} zone={zone} /></td>
      <td className="quick-fares">{reply.used > 0 ? t('quick_reply.used', { used: reply.used, solved: reply.solved }) : <span className="quiet">{t('quick_reply.unused')}</span>}</td>
    </tr>
  );
}

function Conditions({ reply, zone }: { reply: ListedQuickReply; zone: string }) {
  const t = useT();
  const at = (time: string) => dateTime(Date.parse(time), zone);
  const lines = [
    reply.platforms.length > 0 && listed(reply.platforms.map((each) => tOr(`platform.${each}`, each))),
    reply.goods.length > 0 && t('quick_reply.goods_are', { goods: listed(reply.goods.slice(0, 3)), n: reply.goods.length }),
    reply.starts_at && t('quick_reply.from', { at: at(reply.starts_at) }),
    reply.ends_at && t('quick_reply.until', { at: at(reply.ends_at) }),
    reply.review_at && t('quick_reply.review', { at: at(reply.review_at) }),
  ].filter(Boolean);
  return (
    <>
      {reply.state !== 'holds' && <span className={`tag ${reply.state === 'over' ? 'tag-critical' : 'tag-high'}`}>{t(`quick_reply.state.${reply.state}`)}</span>}
      {reply.state === 'holds' && reply.due && <span className="tag tag-high">{t('quick_reply.due_tag')}</span>}
      {lines.length === 0 ? <span className="quiet">{t('quick_reply.always')}</span> : lines.map((each) => <p key={String(each)} className="quick-line">{each}</p>)}
    </>
  );
}
