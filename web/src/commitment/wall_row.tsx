import { Button, Checkbox } from 'antd';
import type { WallItem } from '../api/wire';
import { tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { buyerName } from '../ui/buyer';
import { useNow } from '../ui/clock';
import { DueChip } from '../ui/due';
import { dayTime } from '../ui/time';
import { StateTag } from './card';
import type { Settling } from './dialogs';
import { look } from './state';

interface Props {
  item: WallItem;
  shopShown: boolean;
  /** Undefined where nothing can be chosen. */
  chosen?: boolean;
  onChoose(): void;
  onOpen(): void;
  onSettle(act: Settling['act']): void;
}

/** One commitment, with whom it was made and who owes it. */
export function WallRow({ item, shopShown, chosen, onChoose, onOpen, onSettle }: Props) {
  const t = useT();
  const now = useNow();
  const { commitment, shop } = item;
  const open = commitment.state === 'open';
  const at = Date.parse((open ? undefined : commitment.settled_at) ?? commitment.due_at);
  const buyer = buyerName(item.customer);
  return (
    <tr className={chosen ? 'wall-row wall-row-on' : 'wall-row'}>
      {chosen !== undefined && (
        <td className="wall-check"><Checkbox checked={chosen} aria-label={t('wall.choose', { text: commitment.text, name: buyer })} onChange={onChoose} /></td>
      )}
      <td className="wall-when">
        {open && <DueChip at={commitment.due_at} broken={commitment.broken_at !== null} />}
        <time dateTime={new Date(at).toISOString()}>{dayTime(at, now, shop.zone)}</time>
      </td>
      <td className="wall-what">
        <button type="button" className="wall-link" onClick={onOpen}>{commitment.text}</button>
        <p>{buyer}<i aria-hidden> · </i>{item.case.number}<i aria-hidden> · </i>{tOr(`scenario.${item.case.scenario}`, item.case.scenario)}</p>
        {!open && commitment.note && <p>{commitment.note}</p>}
      </td>
      <td className="wall-state">
        <StateTag state={look(commitment, now)} />
        {!open && commitment.broken_at && <StateTag state="broken" />}
      </td>
      <td className="wall-owner">{commitment.owner.name}<p>{[item.department_name, shopShown ? shop.name : ''].filter(Boolean).join(' · ')}</p></td>
      <td className="list-acts">{open && <Acts shop={shop.id} onSettle={onSettle} />}</td>
    </tr>
  );
}

function Acts({ shop, onSettle }: { shop: string; onSettle(act: Settling['act']): void }) {
  const t = useT();
  const me = useMe();
  return (
    <>
      {mayIn(me, shop, 'commitment.write') && <Button size="small" onClick={() => onSettle('keep')}>{t('commitment.keep')}</Button>}
      {mayIn(me, shop, 'commitment.write') && <Button size="small" onClick={() => onSettle('update')}>{t('commitment.update')}</Button>}
      {mayIn(me, shop, 'commitment.waive') && <Button size="small" type="text" onClick={() => onSettle('waive')}>{t('commitment.waive')}</Button>}
    </>
  );
}
