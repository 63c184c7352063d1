import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Bulletin } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Empty, Failure, Loading, sentence } from '../ui/states';
import { dayTime } from '../ui/time';
import { bulletinsQuery, endBulletin, keys } from './api';
import { BulletinForm } from './bulletin_form';
import { useZones } from './zones';

/** Promotions and rules of coupons that hold in this shift. */
export function Bulletins({ items }: { items: Bulletin[] }) {
  const t = useT();
  const me = useMe();
  const [open, setOpen] = useState(false);
  const leads = me.shops.some((each) => mayIn(me, each.id, 'team.supervise'));
  return (
    <section className="briefing-part" aria-label={t('bulletin.title')}>
      <h2>{t('bulletin.title')}<span>{items.length}</span><i className="grow" />{leads && <Button size="small" type="link" onClick={() => setOpen(true)}>{t('bulletin.manage')}</Button>}</h2>
      {items.length === 0 && <p className="quiet">{t('bulletin.none')}</p>}
      <ul className="bulletins">{items.map((each) => <Row key={each.id} item={each} />)}</ul>
      {open && <Manage onClose={() => setOpen(false)} />}
    </section>
  );
}

function Row({ item, children }: { item: Bulletin; children?: React.ReactNode }) {
  const t = useT();
  const now = useNow();
  const zone = useZones()(item.shop_id);
  const at = (time: string) => dayTime(Date.parse(time), now, zone);
  return (
    <li>
      <p className="bulletin-head"><span className={`tag bulletin-${item.kind}`}>{t(`bulletin.kind.${item.kind}`)}</span><b>{item.title}</b></p>
      {item.text && <p className="bulletin-text">{item.text}</p>}
      <p className="bulletin-when">{t(Date.parse(item.starts_at) > now ? 'bulletin.from_until' : 'bulletin.until', { from: at(item.starts_at), until: at(item.ends_at) })} · {item.changed_by.name}</p>
      {children}
    </li>
  );
}

/** What a team lead enters for a shop. */
function Manage({ onClose }: { onClose(): void }) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'team.supervise'));
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const [editing, setEditing] = useState<Bulletin | 'new' | null>(null);
  const { data, error, refetch } = useQuery(bulletinsQuery(shop));
  const refresh = () => Promise.all([cache.invalidateQueries({ queryKey: keys.everyBulletin }), cache.invalidateQueries({ queryKey: keys.all })]);
  const end = useMutation({
    mutationFn: endBulletin, onSuccess: refresh,
    onError: (failure) => {
      void message.error(sentence(failure));
      if (isConflict(failure)) void refresh();
    },
  });
  if (editing) return <BulletinForm shop={shop} bulletin={editing === 'new' ? null : editing} onSaved={refresh} onClose={() => setEditing(null)} />;
  return (
    <Dialog title={t('bulletin.title')} ok={t('bulletin.add')} busy={false} width={640} onOk={() => setEditing('new')} onClose={onClose}>
      <p className="quiet">{t('bulletin.hint')}</p>
      {shops.length > 1 && <Select aria-label={t('top.shop')} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={3} />)}
      {data?.length === 0 && <Empty title={t('bulletin.empty')} hint={t('bulletin.empty_hint')} />}
      <ul className="bulletins">
        {data?.map((each) => (
          <Row key={each.id} item={each}>
            <div className="bulletin-acts">
              <Button size="small" onClick={() => setEditing(each)}>{t('bulletin.change')}</Button>
              <Button size="small" type="text" disabled={end.isPending} onClick={() => end.mutate(each)}>{t('bulletin.end')}</Button>
            </div>
          </Row>
        ))}
      </ul>
    </Dialog>
  );
}
