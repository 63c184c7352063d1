import { DownloadOutlined, MoreOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown, Input } from 'antd';
import { useState } from 'react';
import type { PlaybookDetail } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { own } from './api';
import { useReport, YamlField } from './import_dialog';
import { Problems } from './problems';
import { download, publish, remove, turn, write } from './shelf_api';

interface Props {
  shop: string;
  playbook: PlaybookDetail;
  /** The form says something that is not saved. */
  unsaved: boolean;
  edits: boolean;
  onDone(): Promise<unknown>;
  onGone(): void;
}

/** What can be done with a playbook as a whole. */
export function Doors({ shop, playbook, unsaved, edits, onDone, onGone }: Props) {
  const t = useT();
  const { modal } = App.useApp();
  const [open, setOpen] = useState<'publish' | 'yaml'>();
  const act = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSettled: onDone });
  const gone = () => modal.confirm({
    title: t(playbook.shipped ? 'playbook.remove_shipped' : 'playbook.remove_sure'), okText: t('playbook.remove'), cancelText: t('act.cancel'),
    onOk: () => act.mutateAsync(() => Promise.resolve(remove(playbook)).then(onGone)).catch(() => undefined),
  });
  const items = [
    { key: 'yaml', label: t('playbook.edit_yaml'), disabled: unsaved, onClick: () => setOpen('yaml') },
    ...(playbook.edition > 0 || playbook.shipped ? [{ key: 'turn', label: t(playbook.on ? 'playbook.turn_off' : 'playbook.turn_on'), onClick: () => act.mutate(() => turn(playbook, !playbook.on)) }] : []),
    { key: 'remove', label: t('playbook.remove'), onClick: () => void gone() },
  ];
  return (
    <span className="playbook-doors">
      <Button icon={<DownloadOutlined />} onClick={() => download(playbook.name, playbook.report.text)}>{t('playbook.export')}</Button>
      {edits && (
        <>
          <Button type="primary" disabled={unsaved || !playbook.ahead || !playbook.report.ready} title={unsaved ? t('playbook.save_first') : undefined} onClick={() => setOpen('publish')}>{t('playbook.publish')}</Button>
          <Dropdown trigger={['click']} menu={{ items }}><Button aria-label={t('guide.more')} icon={<MoreOutlined />} /></Dropdown>
        </>
      )}
      <Problem error={act.error} />
      {open === 'publish' && <Publish playbook={playbook} onDone={onDone} onClose={() => setOpen(undefined)} />}
      {open === 'yaml' && <Yaml shop={shop} playbook={playbook} onDone={onDone} onClose={() => setOpen(undefined)} />}
    </span>
  );
}

interface SubProps {
  playbook: PlaybookDetail;
  onDone(): Promise<unknown>;
  onClose(): void;
}

function Publish({ playbook, onDone, onClose }: SubProps) {
  const t = useT();
  const [note, setNote] = useState('');
  const [seen] = useState(playbook);
  const go = useMutation({ mutationFn: () => publish(seen, note), onSuccess: onClose, onSettled: onDone });
  return (
    <Dialog title={t('playbook.publish')} ok={t('playbook.publish')} busy={go.isPending} error={go.error} width={560} onOk={() => go.mutate()} onClose={onClose}>
      <p className="quiet">{t('playbook.publish_hint')}</p>
      {seen.report.changes.length > 0 && <ul className="playbook-changes">{seen.report.changes.map((each, index) => <li key={index}>{own(each)}</li>)}</ul>}
      <Field label={t('playbook.note')}>
        {(id) => <Input id={id} autoFocus maxLength={200} value={note} placeholder={t('playbook.note_hint')} onChange={(event) => setNote(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

/** The draft as YAML, with what is wrong and what it would change. */
function Yaml({ shop, playbook, onDone, onClose }: SubProps & { shop: string }) {
  const t = useT();
  const [seen] = useState(playbook);
  const [text, setText] = useState(playbook.report.text);
  const report = useReport(shop, text);
  const save = useMutation({ mutationFn: () => write(seen, { text }), onSuccess: onClose, onSettled: onDone });
  return (
    <Dialog title={t('playbook.edit_yaml')} ok={t('playbook.save')} busy={save.isPending} error={save.error} width={860} disabled={!text.trim() || text === seen.report.text} onOk={() => save.mutate()} onClose={onClose}>
      <YamlField value={text} onChange={setText} />
      {report && <Problems report={report} />}
    </Dialog>
  );
}
