import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { PolicyBook, PolicyTable } from '../api/wire';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { booksQuery, createTable, deleteTable, termsQuery } from './api';
import { Editor } from './editor';
import { keys } from './keys';
import { Rules } from './rules';
import { Try } from './try';
import { zhOf } from './words';
import './said';
import './policy.css';

const views = ['tables', 'rules', 'try'] as const;

/** What a shop may offer: its tables above the law and platforms, and a place to try them. */
export default function PolicyPart({ shop }: { shop: string }) {
  const t = useT();
  const [view, setView] = useState<(typeof views)[number]>('tables');
  const { data: terms, error, refetch } = useQuery(termsQuery);
  if (!terms) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />;
  return (
    <>
      <section className="settings-part">
        <h2>{t('shops.part.policy')}</h2>
        <p className="quiet">{t('policy.hint')}</p>
        <Segmented value={view} options={views.map((each) => ({ value: each, label: t(`policy.view.${each}`) }))} onChange={setView} />
      </section>
      {view === 'tables' && <Tables shop={shop} />}
      {view === 'rules' && <Rules terms={terms} />}
      {view === 'try' && <Try shop={shop} terms={terms} />}
    </>
  );
}

function Tables({ shop }: { shop: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { data: terms } = useQuery(termsQuery);
  const { data, error, refetch } = useQuery(booksQuery(shop));
  const [open, setOpen] = useState<string>();
  const create = useMutation({
    mutationFn: ({ table, key }: { table: PolicyTable; key: string }) => createTable(shop, table, key),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: keys.all });
      setOpen(made.id);
    },
  });
  const gone = useMutation({ mutationFn: deleteTable, onSettled: () => cache.invalidateQueries({ queryKey: keys.all }) });
  if (!data || !terms) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />;
  const begin = (table: PolicyTable) => create.mutate({ table, key: newKey() });
  const own = data.items.some((each) => each.editions.some((one) => one.table.layer === 'merchant'));
  const opened = data.items.find((each) => each.id === open);
  return (
    <>
      <section className="settings-part">
        <ul className="policy-tables">
          {data.items.map((each) => <li key={each.id}><Summary book={each} onOpen={() => setOpen(each.id)} onDelete={() => gone.mutate(each)} /></li>)}
          {!own && data.defaults.map((each) => (
            <li key={each.id}>
              <span><b>{each.name}</b> <span className="policy-tag">{t('policy.built_in')}</span></span>
              <Button size="small" onClick={() => begin({ ...each, id: undefined })}>{t('policy.copy')}</Button>
            </li>
          ))}
        </ul>
        <Button
          icon={<PlusOutlined />} loading={create.isPending}
          onClick={() => begin({ name: t('policy.new_name'), layer: 'published', hit: 'FIRST', columns: ['scenario'], rows: [{ id: 'r1', cells: ['-'], remedy: zhOf(terms, 'payment'), amount: '5' }] })}
        >
          {t('policy.new')}
        </Button>
        <Problem error={create.error ?? gone.error} />
      </section>
      {opened && <Editor key={opened.id} shop={shop} book={opened} terms={terms} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Summary({ book, onOpen, onDelete }: { book: PolicyBook; onOpen(): void; onDelete(): void }) {
  const t = useT();
  const last = book.editions.at(-1);
  return (
    <>
      <span>
        <b>{book.draft.name}</b> <span className="policy-tag">{t(`policy.layer.${book.draft.layer}`)}</span>
        <em className="quiet">{last ? `${t('policy.edition', { n: last.n })} · ${t('policy.since', { day: last.from })}` : t('policy.unpublished')}</em>
      </span>
      <span className="policy-table-acts">
        {!last && (
          <Popconfirm title={t('policy.delete_sure', { name: book.draft.name })} okText={t('policy.delete')} okButtonProps={{ danger: true }} cancelText={t('act.cancel')} onConfirm={onDelete}>
            <Button size="small" type="text" danger>{t('policy.delete')}</Button>
          </Popconfirm>
        )}
        <Button size="small" onClick={onOpen}>{t('policy.edit')}</Button>
      </span>
    </>
  );
}
