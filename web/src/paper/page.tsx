import { ArrowLeftOutlined, FileProtectOutlined, PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { Paper } from '../api/wire';
import { mayIn, useMe } from '../identity/api';
import { Empty, Failure, Loading, sentence } from '../ui/states';
import { papersQuery, retirePaper, usePapersChanged } from './api';
import { PaperDialog } from './form';
import type { PaperFilter } from './keys';
import { kinds, useT } from './words';
import '../ui/settings.css';
import './paper.css';

interface Props {
  filter: PaperFilter;
  onFilter(filter: PaperFilter): void;
  onBack(): void;
}

/** The papers of a shop by goods, and which of them end soon. */
export function PapersPage({ filter, onFilter, onBack }: Props) {
  const t = useT();
  const me = useMe();
  const shops = me.shops.filter((each) => mayIn(me, each.id, 'case.read'));
  const shop = filter.shop ?? shops[0]?.id ?? '';
  const mayWrite = mayIn(me, shop, 'order.write');
  const [editing, setEditing] = useState<Paper | 'new' | null>(null);
  const page = useInfiniteQuery(papersQuery(shop, filter));
  const rows = page.data?.pages.flatMap((each) => each.items) ?? [];
  const add = mayWrite && <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>{t('paper.add')}</Button>;
  const narrowed = Boolean(filter.kind || filter.words || filter.ending || filter.retired);
  return (
    <main className="page papers">
      <header className="page-head">
        <div><h1>{t('paper.library')}</h1><p>{t('paper.hint')}</p></div>
        <div className="paper-acts"><Button icon={<ArrowLeftOutlined />} onClick={onBack}>{t('order.title')}</Button>{(rows.length > 0 || narrowed) && add}</div>
      </header>
      <Narrow filter={filter} onFilter={onFilter}>
        {shops.length > 1 && <Select aria-label={t('wall.shop')} popupMatchSelectWidth={false} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={(next: string) => onFilter({ ...filter, shop: next })} />}
      </Narrow>
      <div className="page-card">
        {page.isPending && <Loading rows={5} />}
        {page.isError && rows.length === 0 && <Failure error={page.error} retry={() => void page.refetch()} />}
        {page.isSuccess && rows.length === 0 && <Empty icon={<FileProtectOutlined />} title={t(narrowed ? 'paper.none_found' : 'paper.none')} hint={t(narrowed ? 'paper.none_found_hint' : 'paper.none_hint')} action={!narrowed && add} />}
        {rows.length > 0 && (
          <table className="list-table">
            <thead><tr><th>{t('paper.title')}</th><th>{t('paper.kind')}</th><th>{t('paper.codes')}</th><th>{t('paper.batch')}</th><th>{t('paper.ends_on')}</th><th>{t('paper.by')}</th><th><span className="sr-only">{t('wall.acts')}</span></th></tr></thead>
            <tbody>{rows.map((each) => <Row key={each.id} paper={each} mayWrite={mayWrite} onEdit={() => setEditing(each)} />)}</tbody>
          </table>
        )}
        {page.hasNextPage && <Button type="text" block loading={page.isFetchingNextPage} onClick={() => void page.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      {editing && <PaperDialog shop={shop} paper={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />}
    </main>
  );
}

function Narrow({ filter, onFilter, children }: Pick<Props, 'filter' | 'onFilter'> & { children: React.ReactNode }) {
  const t = useT();
  const [words, setWords] = useState(filter.words ?? '');
  return (
    <div className="list-filter" role="search" aria-label={t('paper.find')}>
      <Input.Search
        className="list-search" aria-label={t('paper.find')} placeholder={t('paper.find')} allowClear maxLength={64} value={words}
        onChange={(event) => { setWords(event.target.value); if (!event.target.value) onFilter({ ...filter, words: undefined }); }} onSearch={(next) => onFilter({ ...filter, words: next.trim() || undefined })}
      />
      <Select aria-label={t('paper.kind')} allowClear placeholder={t('paper.any_kind')} value={filter.kind} options={kinds.map((value) => ({ value, label: t(`paper.kind.${value}`) }))} onChange={(kind?: PaperFilter['kind']) => onFilter({ ...filter, kind })} />
      <Checkbox checked={filter.ending ?? false} onChange={(event) => onFilter({ ...filter, ending: event.target.checked || undefined })}>{t('paper.ending')}</Checkbox>
      <Checkbox checked={filter.retired ?? false} onChange={(event) => onFilter({ ...filter, retired: event.target.checked || undefined })}>{t('paper.retired')}</Checkbox>
      <span className="grow" />
      {children}
    </div>
  );
}

function Row({ paper, mayWrite, onEdit }: { paper: Paper; mayWrite: boolean; onEdit(): void }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = usePapersChanged();
  const retire = useMutation({ mutationFn: (retired: boolean) => retirePaper(paper, retired), onError: (error) => message.error(sentence(error)), onSettled: changed });
  return (
    <tr data-paper={paper.title}>
      <td><a href={paper.url} target="_blank" rel="noreferrer">{paper.title}</a>{paper.note && <p className="quiet">{paper.note}</p>}</td>
      <td>{t(`paper.kind.${paper.kind}`)}</td>
      <td className="paper-codes">{paper.codes.length > 0 ? paper.codes.join(t('paper.comma')) : <span className="quiet">{t('paper.all_goods')}</span>}</td>
      <td>{paper.batch || <span className="quiet">—</span>}</td>
      <td><Ends paper={paper} /></td>
      <td>{paper.by.name}</td>
      <td className="list-acts">
        {mayWrite && !paper.retired_at && <Button size="small" onClick={onEdit}>{t('act.edit')}</Button>}{' '}
        {mayWrite && <Button size="small" type="text" loading={retire.isPending} onClick={() => retire.mutate(!paper.retired_at)}>{t(paper.retired_at ? 'paper.restore' : 'paper.retire')}</Button>}
      </td>
    </tr>
  );
}

/** The last day of a paper, loud when it is near. */
export function Ends({ paper }: { paper: Pick<Paper, 'ends_on' | 'near'> }) {
  const t = useT();
  if (paper.ends_on === '') return <span className="quiet">{t('paper.no_end')}</span>;
  return <span className={`paper-ends paper-${paper.near}`}>{paper.ends_on}{paper.near !== 'far' && <em>{t(`paper.near.${paper.near}`)}</em>}</span>;
}
