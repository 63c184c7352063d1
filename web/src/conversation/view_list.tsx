import { DeleteOutlined, EditOutlined, SaveOutlined, TeamOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { QueueQuery, SavedView } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Failure, Loading, sentence } from '../ui/states';
import { removeView, savedKey, savedQuery } from './queue_api';
import type { Editing } from './view_dialog';

export interface ViewsProps {
  /** What the queue shows now. */
  now: QueueQuery;
  onOpen(query: QueueQuery): void;
}

/** The named views, each to be opened, changed or removed. */
export default function List({ now, onOpen, onEdit }: ViewsProps & { onEdit(editing: Editing): void }) {
  const t = useT();
  const saved = useQuery(savedQuery);
  return (
    <>
      {saved.isPending && <Loading rows={2} />}
      {saved.isError && <Failure error={saved.error} retry={() => void saved.refetch()} />}
      {saved.data?.length === 0 && <p className="quiet">{t('views.none')}</p>}
      <ul>
        {saved.data?.map((each) => <Row key={each.id} view={each} on={same(each.query, now)} onOpen={() => onOpen(each.query)} onEdit={() => onEdit({ kind: 'change', view: each })} />)}
      </ul>
      <Button block size="small" icon={<SaveOutlined />} onClick={() => onEdit({ kind: 'new' })}>{t('views.save')}</Button>
    </>
  );
}

const same = (one: QueueQuery, other: QueueQuery) => canonical(one) === canonical(other);

function canonical({ view, order, filter }: QueueQuery): string {
  return JSON.stringify([view, order ?? '', Object.entries(filter).sort(([a], [b]) => a.localeCompare(b))]);
}

function Row({ view, on, onOpen, onEdit }: { view: SavedView; on: boolean; onOpen(): void; onEdit(): void }) {
  const t = useT();
  const me = useMe();
  const { modal, message } = App.useApp();
  const cache = useQueryClient();
  const mine = view.shop_id === '' || mayIn(me, view.shop_id, 'team.supervise');
  const shop = me.shops.find((each) => each.id === view.shop_id)?.name;
  const remove = () => modal.confirm({
    title: t('views.remove_title', { name: view.name }), content: view.shop_id ? t('views.remove_shared') : t('views.remove_hint'),
    okText: t('views.remove'), cancelText: t('act.cancel'), okButtonProps: { danger: true },
    onOk: () => removeView(view)
      .catch((error: unknown) => void message.error(sentence(error)))
      .finally(() => cache.invalidateQueries({ queryKey: savedKey })),
  });
  return (
    <li className={on ? 'saved-view saved-view-on' : 'saved-view'}>
      <button type="button" className="saved-view-name" aria-current={on || undefined} onClick={onOpen}>
        {view.name}{shop && <em title={t('views.shared_with', { shop })}><TeamOutlined aria-hidden /> {shop}</em>}
      </button>
      {mine && <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('views.change_name', { name: view.name })} onClick={onEdit} />}
      {mine && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('views.remove_name', { name: view.name })} onClick={remove} />}
    </li>
  );
}
