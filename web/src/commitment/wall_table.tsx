import { Checkbox } from 'antd';
import { Fragment } from 'react';
import type { WallItem } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import type { Settling } from './dialogs';
import { inGroups } from './wall_groups';
import { WallRow } from './wall_row';

interface Props {
  items: WallItem[];
  settled: boolean;
  chosen: ReadonlySet<string>;
  onChosen(chosen: ReadonlySet<string>): void;
  onOpen(conversationId: string): void;
  onSettle(act: Settling['act'], item: WallItem): void;
}

/** The rows under headings that say how late it is. */
export function WallTable({ items, settled, chosen, onChosen, onOpen, onSettle }: Props) {
  const t = useT();
  const me = useMe();
  const now = useNow();
  const may = (item: WallItem) => mayIn(me, item.shop.id, 'commitment.write');
  const choosable = settled ? [] : items.filter(may);
  const groups = settled ? [{ group: undefined, items }] : inGroups(items, now);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  };
  const all = choosable.length > 0 && choosable.every((each) => chosen.has(each.commitment.id));
  const row = (item: WallItem) => (
    <WallRow
      key={item.commitment.id} item={item} shopShown={me.shops.length > 1} chosen={choosable.length > 0 ? chosen.has(item.commitment.id) : undefined}
      onChoose={() => toggle(item.commitment.id)} onOpen={() => onOpen(item.conversation_id)} onSettle={(act) => onSettle(act, item)}
    />
  );
  return (
    <table className="list-table wall-table">
      <thead>
        <tr>
          {choosable.length > 0 && (
            <th className="wall-check">
              <Checkbox
                aria-label={t('wall.choose_all')} checked={all} indeterminate={!all && chosen.size > 0}
                onChange={() => onChosen(new Set(all ? [] : choosable.map((each) => each.commitment.id)))}
              />
            </th>
          )}
          <th>{t(settled ? 'wall.settled_at' : 'wall.due')}</th><th>{t('wall.what')}</th><th>{t('wall.state')}</th><th>{t('wall.owner')}</th><th><span className="sr-only">{t('wall.acts')}</span></th>
        </tr>
      </thead>
      <tbody>
        {groups.map((each) => (
          <Fragment key={each.group ?? 'settled'}>
            {each.group && <tr className={`wall-group wall-group-${each.group}`}><th scope="colgroup" colSpan={choosable.length > 0 ? 6 : 5}>{t(`wall.view.${each.group}`)}</th></tr>}
            {each.items.map(row)}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
