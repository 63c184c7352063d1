import { Button, Dropdown } from 'antd';
import type { ParcelLine } from '../api/wire';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { openParcelCase, snoozeParcel } from './api';
import { Wrong, type Doing } from './dialogs';
import { useStep } from './step';
import { later, saysWhat } from './what';

interface Props {
  line: ParcelLine;
  zone: string;
  /** Whether to say in which shop. */
  many: boolean;
  onDo(doing: Doing): void;
  onConversation(id: string): void;
}

/** A parcel in trouble: what is wrong in plain words, whose it is, and what can be done. */
export function Line({ line, zone, many, onDo, onConversation }: Props) {
  const t = useT();
  const now = useNow();
  const buyer = line.buyer || line.nick || t('parcel.buyer_unknown');
  return (
    <li className={`parcel parcel-${line.kind}`} aria-label={line.order_no}>
      <div className="parcel-what">
        <p><span className="parcel-kind">{t(`parcel.kind.${line.kind}`)}</span><b>{saysWhat(t, line, now)}</b></p>
        <p className="quiet">{[line.goods, `${tOr(`platform.${line.platform}`, line.platform)} ${line.order_no}`, buyer, many && line.shop_name].filter(Boolean).join(' · ')}</p>
        <p className="quiet">{[`${line.carrier} ${line.number}`, line.province && t('parcel.to', { place: line.province }), line.last_at && `${dayTime(Date.parse(line.last_at), now, zone)} ${line.last_text}`].filter(Boolean).join(' · ')}</p>
        {line.state !== 'open' && <p className="parcel-done">{done(t, line, now, zone)}</p>}
      </div>
      <Acts line={line} zone={zone} onDo={onDo} onConversation={onConversation} />
    </li>
  );
}

/** Who has done what about it. */
function done(t: ReturnType<typeof useT>, line: ParcelLine, now: number, zone: string): string {
  const who = line.by?.name ?? '';
  const at = line.by_at ? dayTime(Date.parse(line.by_at), now, zone) : '';
  const until = line.until ? dayTime(Date.parse(line.until), now, zone) : '';
  return [t(`parcel.done.${line.state as 'told'}`, { until }), who, at, line.note].filter(Boolean).join(' · ');
}

type ActsProps = Omit<Props, 'many'>;

function Acts({ line, zone, onDo, onConversation }: ActsProps) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const snooze = useStep((until: Date) => snoozeParcel(line, until));
  const open = useStep(() => openParcelCase(line, saysWhat(t, line, now)), (next) => next.case_conversation_id && onConversation(next.case_conversation_id));
  const [mayTell, mayWrite] = [mayIn(me, line.shop_id, 'conversation.reply'), mayIn(me, line.shop_id, 'case.write')];
  const waits = line.state === 'open' || line.state === 'snoozed';
  const talk = line.case_conversation_id || line.buyer_conversation_id;
  return (
    <div className="parcel-acts">
      <div className="row-acts">
        {waits && mayTell && (line.reach === 'chat'
          ? <Button type="primary" onClick={() => onDo({ what: 'tell', line })}>{t('parcel.tell')}</Button>
          : <Button onClick={() => onDo({ what: 'told', line })}>{t('parcel.told')}</Button>)}
        {(waits || line.state === 'told') && mayWrite && !line.case_id && talk && <Button loading={open.isPending} onClick={() => open.mutate(undefined)}>{t('parcel.case')}</Button>}
        {talk && <Button type="link" onClick={() => onConversation(talk)}>{t(line.case_id ? 'parcel.see_case' : 'parcel.talk')}</Button>}
        {waits && mayWrite && (
          <Dropdown menu={{ items: later(now, zone).map((each) => ({ key: each.key, label: `${t(`parcel.later.${each.key}`)} ${dayTime(each.at.getTime(), now, zone)}`, onClick: () => snooze.mutate(each.at) })) }} trigger={['click']}>
            <Button loading={snooze.isPending}>{t('parcel.snooze')}</Button>
          </Dropdown>
        )}
        {(waits || line.state === 'told') && mayWrite && <Button onClick={() => onDo({ what: 'settle', line })}>{t('parcel.settle')}</Button>}
      </div>
      <Wrong error={snooze.error ?? open.error} />
    </div>
  );
}
