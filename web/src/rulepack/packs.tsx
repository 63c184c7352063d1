import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { RulePack, RuleShelf } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Empty } from '../ui/states';
import { createPack, keys } from './api';
import { PackView } from './pack';
import { YamlField } from './yaml';

interface Props {
  shop: string;
  zone: string;
  shelf: RuleShelf;
  edits: boolean;
  /** Id of the pack that is looked at, '' for none. */
  open: string;
  onOpen(id: string): void;
}

/** The packs of a shop, or the one that is looked at. */
export function Packs({ shop, zone, shelf, edits, open, onOpen }: Props) {
  const t = useT();
  const [making, setMaking] = useState<'blank' | 'import'>();
  if (open) return <PackView key={open} shop={shop} zone={zone} id={open} shelf={shelf} edits={edits} onClose={() => onOpen('')} />;
  return (
    <>
      {edits && (
        <div className="list-filter">
          <Button icon={<PlusOutlined />} onClick={() => setMaking('blank')}>{t('rulepack.new')}</Button>
          <Button icon={<UploadOutlined />} onClick={() => setMaking('import')}>{t('rulepack.import_new')}</Button>
        </div>
      )}
      <div className="page-card">
        {shelf.packs.length === 0 && <Empty title={t('rulepack.none')} hint={t('rulepack.none_hint')} />}
        {shelf.packs.length > 0 && (
          <table className="list-table">
            <thead><tr><th>{t('rulepack.title')}</th><th>{t('rulepack.state')}</th><th>{t('rulepack.name')}</th></tr></thead>
            <tbody>
              {shelf.packs.map((each) => (
                <tr key={each.id}>
                  <td><Button type="link" size="small" onClick={() => onOpen(each.id)}>{each.title}</Button></td>
                  <td><State pack={each} /></td>
                  <td><code>{each.name}</code></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {making && <Create shop={shop} byText={making === 'import'} onClose={() => setMaking(undefined)} onMade={onOpen} />}
    </>
  );
}

/** Which edition of a pack is in force, and whether its draft says something else. */
export function State({ pack: { edition, ahead, on } }: { pack: RulePack }) {
  const t = useT();
  return (
    <>
      {edition === 0 ? <span className="tag">{t('rulepack.unpublished')}</span> : <span className={on ? 'tag tag-done' : 'tag'}>{t(on ? 'rulepack.edition' : 'rulepack.edition_off', { n: edition })}</span>}
      {edition > 0 && ahead && <span className="tag tag-high">{t('rulepack.ahead')}</span>}
    </>
  );
}

function Create({ shop, byText, onClose, onMade }: { shop: string; byText: boolean; onClose(): void; onMade(id: string): void }) {
  const t = useT();
  const cache = useQueryClient();
  const [key, setKey] = useState(newKey);
  const [value, setValue] = useState('');
  const make = useMutation({
    mutationFn: () => createPack(shop, key, byText ? { text: value } : { title: value }),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: keys.shelf(shop) });
      onClose();
      onMade(made.id);
    },
    onError: () => setKey(newKey()),
  });
  return (
    <Dialog
      title={t(byText ? 'rulepack.import_new' : 'rulepack.new')} ok={t(byText ? 'rulepack.import' : 'rulepack.make')} busy={make.isPending} error={make.error}
      width={byText ? 720 : 480} disabled={!value.trim()} onOk={() => make.mutate()} onClose={onClose}
    >
      {byText ? <YamlField value={value} onChange={setValue} /> : (
        <Field label={t('rulepack.title')} required hint={t('rulepack.title_hint')}>
          {(id) => <Input id={id} autoFocus maxLength={30} value={value} onChange={(e) => setValue(e.target.value)} />}
        </Field>
      )}
    </Dialog>
  );
}
