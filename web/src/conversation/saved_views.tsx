import { DownOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../i18n';
import { Loading } from '../ui/states';
import { DropPanel } from './drop_panel';
import type { Editing } from './view_dialog';
import type { ViewsProps } from './view_list';

const EditDialog = lazy(() => import('./view_dialog'));
const List = lazy(() => import('./view_list'));

/** The views that somebody named, one's own and those of the shops. */
export function SavedViews({ now, onOpen }: ViewsProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState<Editing>();
  const edit = (next: Editing) => {
    setOpen(false);
    setEditing(next);
  };
  return (
    <>
      <DropPanel
        open={open} onOpen={setOpen} className="saved-views" label={t('views.title')}
        content={<Suspense fallback={<Loading rows={2} />}><List now={now} onOpen={(query) => { setOpen(false); onOpen(query); }} onEdit={edit} /></Suspense>}
      >
        <Button size="small">{t('views.title')}<DownOutlined aria-hidden /></Button>
      </DropPanel>
      {editing && <Suspense><EditDialog editing={editing} now={now} onClose={() => setEditing(undefined)} /></Suspense>}
    </>
  );
}
