import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { newKey } from '../api/client';
import type { Playbook, PlaybookFact, PlaybookShelf } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { own } from './api';
import { Flow } from './flow';
import { keys } from './keys';
import { create, download, examine } from './shelf_api';

const Import = lazy(() => import('./import_dialog'));

interface Props {
  shop: string;
  shelf: PlaybookShelf;
  edits: boolean;
  onOpen(id: string): void;
}

/** All playbooks of a shop, its own in the places of those that come with the program. */
export function Shelf({ shop, shelf, edits, onOpen }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [sought, setSought] = useState('');
  const [looking, setLooking] = useState('');
  const [importing, setImporting] = useState(false);
  const begin = useMutation({
    mutationFn: (from: string) => create(shop, newKey(), { from }),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: keys.shelf(shop) });
      onOpen(made.id);
    },
  });
  const words = sought.trim().toLowerCase();
  const list = shelf.playbooks.filter((each) => (!each.template || each.id) && `${each.title.zh} ${each.title.en} ${each.name}`.toLowerCase().includes(words));
  const templates = shelf.playbooks.filter((each) => each.template && !each.id);
  return (
    <>
      <div className="list-filter">
        <Input allowClear value={sought} placeholder={t('guide.seek')} aria-label={t('guide.seek')} onChange={(event) => setSought(event.target.value)} />
        {edits && (
          <>
            <Dropdown trigger={['click']} menu={{ items: templates.map((each) => ({ key: each.name, label: own(each.title), onClick: () => begin.mutate(each.name) })) }}>
              <Button icon={<PlusOutlined />} loading={begin.isPending}>{t('playbook.from_template')}</Button>
            </Dropdown>
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)}>{t('playbook.import')}</Button>
          </>
        )}
      </div>
      <Problem error={begin.error} />
      <div className="page-card">
        <table className="list-table playbook-table">
          <thead><tr><th>{t('playbook.name')}</th><th>{t('playbook.scenario')}</th><th>{t('playbook.steps')}</th><th>{t('playbook.state')}</th><th /></tr></thead>
          <tbody>
            {list.map((each) => (
              <tr key={each.name}>
                <td><Button type="link" size="small" onClick={() => (each.id ? onOpen(each.id) : setLooking(looking === each.name ? '' : each.name))}>{own(each.title)}</Button></td>
                <td>{each.template ? t('playbook.template') : tOr(`scenario.${each.scenario}`, each.scenario)}</td>
                <td>{each.steps}</td>
                <td><Standing playbook={each} /></td>
                <td className="list-acts">{edits && !each.id && <Button size="small" onClick={() => begin.mutate(each.name)}>{t('playbook.change')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {looking && <Look shop={shop} name={looking} facts={shelf.facts} />}
      {importing && <Suspense><Import shop={shop} onClose={() => setImporting(false)} onMade={onOpen} /></Suspense>}
    </>
  );
}

/** Which edition is in force, and whether a draft says something else. */
export function Standing({ playbook: { id, on, ahead, edition, shipped } }: { playbook: Playbook }) {
  const t = useT();
  if (!id) return <span className="tag tag-done">{t('playbook.shipped')}</span>;
  return (
    <>
      {!on ? <span className="tag">{t('playbook.off')}</span>
        : edition > 0 ? <span className="tag tag-done">{t('playbook.edition', { n: edition })}</span>
          : <span className="tag">{t(shipped ? 'playbook.shipped' : 'playbook.unpublished')}</span>}
      {ahead && <span className="tag tag-high">{t('playbook.ahead')}</span>}
    </>
  );
}

/** What a shipped playbook does, step by step. */
function Look({ shop, name, facts }: { shop: string; name: string; facts: PlaybookFact[] }) {
  const t = useT();
  const { data, error, refetch } = useQuery({ queryKey: [...keys.shelf(shop), 'shipped', name], queryFn: () => examine(shop, { from: name }), staleTime: Infinity });
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />;
  return (
    <div className="page-card">
      <section className="settings-part">
        <h2>{own(data.form.title)} <Button size="small" type="link" onClick={() => download(name, data.text)}>{t('playbook.export')}</Button></h2>
        <Flow form={data.form} facts={facts} report={data} chosen="" onChoose={() => undefined} />
      </section>
    </div>
  );
}
