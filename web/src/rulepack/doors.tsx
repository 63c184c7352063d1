import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import type { RulePackDetail } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { publishPack, removePack, switchPack } from './api';
import { YamlDialog } from './yaml';

interface Props {
  pack: RulePackDetail;
  /** How many keep it from being published, if that is known. */
  problems: number | undefined;
  edits: boolean;
  onDone(): Promise<unknown>;
  onGone(): void;
}

/** What can be done with a pack as a whole. */
export function Doors({ pack, problems, edits, onDone, onGone }: Props) {
  const t = useT();
  const [open, setOpen] = useState<'publish' | 'yaml'>();
  const act = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSettled: onDone });
  return (
    <>
      <span className="pack-doors">
        <Button icon={<DownloadOutlined />} onClick={() => download(pack)}>{t('rulepack.export')}</Button>
        {edits && (
          <>
            <Button onClick={() => setOpen('yaml')}>{t('rulepack.edit_yaml')}</Button>
            {pack.edition > 0 && <Button loading={act.isPending} onClick={() => act.mutate(() => switchPack(pack, !pack.on))}>{t(pack.on ? 'rulepack.turn_off' : 'rulepack.turn_on')}</Button>}
            <Popconfirm title={t('rulepack.remove_sure')} okText={t('rulepack.remove_yes')} cancelText={t('act.cancel')} onConfirm={() => act.mutate(() => removePack(pack).then(onGone))}>
              <Button>{t('rulepack.remove')}</Button>
            </Popconfirm>
            <Button type="primary" disabled={!pack.ahead || problems !== 0 || pack.rules.length === 0} onClick={() => setOpen('publish')}>{t('rulepack.publish')}</Button>
          </>
        )}
      </span>
      <Problem error={act.error} />
      {open === 'publish' && <Publish pack={pack} onDone={onDone} onClose={() => setOpen(undefined)} />}
      {open === 'yaml' && <YamlDialog pack={pack} onSaved={onDone} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Publish({ pack, onDone, onClose }: { pack: RulePackDetail; onDone(): Promise<unknown>; onClose(): void }) {
  const t = useT();
  const [note, setNote] = useState('');
  const [seen] = useState(pack);
  const publish = useMutation({ mutationFn: () => publishPack(seen, note), onSuccess: onClose, onSettled: onDone });
  return (
    <Dialog title={t('rulepack.publish')} ok={t('rulepack.publish')} busy={publish.isPending} error={publish.error} onOk={() => publish.mutate()} onClose={onClose}>
      <p>{t('rulepack.publish_hint')}</p>
      <Field label={t('rulepack.note')}>
        {(id) => <Input id={id} autoFocus maxLength={200} value={note} placeholder={t('rulepack.note_hint')} onChange={(e) => setNote(e.target.value)} />}
      </Field>
    </Dialog>
  );
}

/** Hands the draft to the browser as a file. */
function download({ name, text }: RulePackDetail): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/yaml' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.yaml`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address));
}
