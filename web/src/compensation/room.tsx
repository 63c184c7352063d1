import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ClaimDraft, ClaimRoom, ClaimRooms } from '../api/wire';
import { tOr, useT } from '../i18n';
import { FactQuestions } from '../policy/advice';
import { termsQuery } from '../policy/api';
import { yuan } from '../ui/money';
import { rulesQuery } from './api';

type Remedy = ClaimDraft['remedy'];

interface Props {
  rooms: ClaimRooms;
  remedy: Remedy;
  asks: boolean;
  onRemedy(remedy: Remedy): void;
  onAsks(asks: boolean): void;
  onSay(name: string, value: string): void;
}

/** How much may be asked for, why no more, and what else could be done. */
export function RoomNote({ rooms, remedy, asks, onRemedy, onAsks, onSay }: Props) {
  const t = useT();
  const terms = useQuery(termsQuery).data;
  const room = rooms.items.find((each) => each.remedy === remedy);
  if (!room) return null;
  if (!asks) {
    return (
      <div className="comp-room comp-room-free">
        <p>{t('comp.room.free', { max: yuan(rooms.unasked.fen) })}</p>
        <Bound room={rooms.unasked} rooms={rooms} />
        <Button size="small" type="link" onClick={() => onAsks(true)}>{t('comp.room.ask')}</Button>
      </div>
    );
  }
  const others = rooms.items.filter((each) => each.remedy !== remedy && each.fen > 0);
  return (
    <div className={`comp-room ${room.fen > 0 ? '' : 'comp-room-none'}`}>
      <Says room={room} rooms={rooms} remedy={remedy} />
      {room.asks.length > 0 && terms && <FactQuestions names={room.asks} terms={terms} onSay={onSay} />}
      {room.fen === 0 && (
        <div className="comp-room-else">
          {others.map((each) => <Button key={each.remedy} size="small" onClick={() => onRemedy(each.remedy as Remedy)}>{t('comp.room.other', { remedy: t(`comp.remedy.${each.remedy as Remedy}`), max: yuan(each.fen) })}</Button>)}
          {rooms.unasked.fen > 0 && <Button size="small" onClick={() => onAsks(false)}>{t('comp.room.leave', { max: yuan(rooms.unasked.fen) })}</Button>}
        </div>
      )}
    </div>
  );
}

function Says({ room, rooms, remedy }: { room: ClaimRoom; rooms: ClaimRooms; remedy: Remedy }) {
  const t = useT();
  if (room.asks.length > 0) return null;
  if (!room.policy) return <p>{t('comp.room.nothing', { remedy: t(`comp.remedy.${remedy}`) })}</p>;
  return (
    <>
      <p><b>{t('comp.room.max', { max: yuan(room.fen) })}</b> {t('comp.room.policy', { text: room.policy.text, cap: yuan(room.policy.cap_fen) })}</p>
      {room.policy.reasons.length > 0 && <p className="quiet">{room.policy.reasons.join(' · ')}</p>}
      <Bound room={room} rooms={rooms} />
    </>
  );
}

/** What keeps it from being more. */
function Bound({ room, rooms }: { room: ClaimRoom; rooms: ClaimRooms }) {
  const t = useT();
  if (room.bound === 'paid') return <p className="quiet">{t('comp.room.paid', { paid: yuan(rooms.paid_fen ?? 0), back: yuan(rooms.back_fen) })}</p>;
  if (room.bound === 'levels') return <p className="quiet">{t('comp.room.levels', { max: yuan(rooms.levels.at(-1)?.fen ?? 0) })}</p>;
  return rooms.used_fen > 0 ? <p className="quiet">{t('comp.room.used', { used: yuan(rooms.used_fen) })}</p> : null;
}

/** Who would decide about an amount. */
export function Deciders({ rooms, fen, shop }: { rooms: ClaimRooms; fen: number; shop: string }) {
  const t = useT();
  const names = useQuery(rulesQuery(shop)).data?.roles;
  const weight = Math.ceil(((fen + rooms.others_fen) * rooms.heavier) / 10_000);
  const level = rooms.levels.find((each) => each.fen >= weight);
  if (!level) return null;
  const role = tOr(`role.${level.role}`, names?.find((each) => each.id === level.role)?.name ?? level.role);
  const two = rooms.second_fen > 0 && weight > rooms.second_fen;
  return (
    <p className="comp-deciders">
      {t(two ? 'comp.room.two' : 'comp.room.one', { role })}{weight !== fen && ` ${t('comp.weighs', { weight: yuan(weight) })}`}
    </p>
  );
}
