import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Upload } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '../api/change';
import type { PolicyBook, PolicyProblem, PolicyTable, PolicyTerms } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { checkTable, download, publish, readSheet, restore, saveTable, simulate } from './api';
import { Coverage } from './coverage';
import { Grid } from './grid';
import { History } from './history';
import { keys } from './keys';
import { Simulation } from './simulation';
import { factName, freeId, zhOf } from './words';

interface Props {
  shop: string;
  book: PolicyBook;
  terms: PolicyTerms;
  onClose(): void;
}

/** One table of a shop: its draft, what is wrong with it, what it would cost, and what was published. */
export function Editor({ shop, book, terms, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [draft, setDraft] = useState(book.draft);
  const [dirty, setDirty] = useState(false);
  const refresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const check = useMutation({ mutationFn: () => checkTable(shop, draft) });
  const simulation = useMutation({
    mutationFn: async () => simulate(dirty ? await saveTable(book, draft) : book),
    onSuccess: () => (setDirty(false), refresh()), onError: refresh,
  });
  const saved = async (next: PolicyBook) => {
    setDraft(next.draft);
    setDirty(false);
    simulation.reset();
    await refresh();
  };
  const save = useChange({ save: () => saveTable(book, draft), saved, refresh });
  const out = useMutation({ mutationFn: ({ from, note }: { from: string; note: string }) => publish(simulation.data!.book, from, note), onSuccess: saved });
  const back = useMutation({ mutationFn: (n: number) => restore(book, n), onSuccess: saved });
  const change = (next: PolicyTable) => {
    setDraft(next);
    setDirty(true);
    check.reset();
    simulation.reset();
  };
  const below = useRef<HTMLDivElement>(null);
  const found = check.data ?? simulation.data;
  useEffect(() => {
    if (found) below.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [found]);
  const error = save.error ?? check.error ?? simulation.error ?? back.error;
  const problems = check.data?.problems ?? [];
  return (
    <section className="settings-part policy-editor" aria-label={draft.name}>
      <Head draft={draft} terms={terms} onChange={change} />
      <Grid table={draft} terms={terms} problems={problems} onChange={change} />
      <div className="policy-bar">
        <Button size="small" icon={<PlusOutlined />} onClick={() => change({ ...draft, rows: [...draft.rows, { id: freeId(draft.rows), cells: draft.columns.map(() => '-'), remedy: zhOf(terms, 'coupon'), amount: '' }] })}>{t('policy.add_row')}</Button>
        <Sheet shop={shop} draft={draft} onRead={change} />
        <span className="grow" />
        <Button onClick={onClose}>{t('policy.close')}</Button>
        <Button loading={check.isPending} onClick={() => check.mutate()}>{t('policy.check')}</Button>
        <Button loading={save.isPending} disabled={!dirty} onClick={() => save.mutate()}>{t('policy.save')}</Button>
        <Button type="primary" loading={simulation.isPending} onClick={() => simulation.mutate()}>{t('policy.simulate')}</Button>
      </div>
      <Problem error={error} conflict={save.conflict} />
      <div ref={below} />
      {problems.length > 0 && <p className="form-error" role="alert">{t('policy.problems', { n: problems.length })} {problems.filter((each) => each.row < 0).map((each) => each.detail).join(' · ')}</p>}
      {check.data?.coverage && <Coverage cover={check.data.coverage} />}
      {simulation.data && <Simulation result={simulation.data} terms={terms} busy={out.isPending} error={out.error} onPublish={(from, note) => out.mutate({ from, note })} />}
      <History book={book} onRestore={(n) => back.mutate(n)} />
    </section>
  );
}

function Head({ draft, terms, onChange }: { draft: PolicyTable; terms: PolicyTerms; onChange(table: PolicyTable): void }) {
  const t = useT();
  const add = (name: string | null) => name && onChange({ ...draft, columns: [...draft.columns, name], rows: draft.rows.map((row) => ({ ...row, cells: [...draft.columns.map((_, at) => row.cells[at] ?? ''), '-'] })) });
  return (
    <div className="policy-head">
      <Field label={t('policy.name')} required>{(id) => <Input id={id} maxLength={40} value={draft.name} onChange={(event) => onChange({ ...draft, name: event.target.value })} />}</Field>
      <Field label={t('policy.layer')}>
        {(id) => <Select id={id} value={draft.layer} options={(['merchant', 'published'] as const).map((each) => ({ value: each, label: t(`policy.layer.${each}`) }))} onChange={(layer) => onChange({ ...draft, layer })} />}
      </Field>
      <Field label={t('policy.hit')}>
        {(id) => <Select id={id} value={draft.hit} options={(['FIRST', 'UNIQUE', 'COLLECT'] as const).map((each) => ({ value: each, label: t(`policy.hit.${each}`) }))} onChange={(hit) => onChange({ ...draft, hit })} />}
      </Field>
      <Field label={t('policy.add_column')}>
        {(id) => (
          <Select
            id={id} showSearch optionFilterProp="label" value={null} placeholder={t('policy.add_column_hint')} onChange={add}
            options={terms.facts.filter((each) => !draft.columns.includes(each.name)).map((each) => ({ value: each.name, label: factName(each, each.name) }))}
          />
        )}
      </Field>
    </div>
  );
}

/** The table as a spreadsheet, out and in again. What cannot be read is said by cell, and nothing typed is lost. */
function Sheet({ shop, draft, onRead }: { shop: string; draft: PolicyTable; onRead(table: PolicyTable): void }) {
  const t = useT();
  const [problems, setProblems] = useState<PolicyProblem[]>([]);
  const away = useMutation({ mutationFn: () => download(shop, draft) });
  const read = useMutation({
    mutationFn: (file: File) => readSheet(shop, file, draft),
    onSuccess: (result) => {
      setProblems(result.problems);
      onRead({ ...result.table, id: draft.id, version: draft.version });
    },
  });
  return (
    <>
      <Button size="small" icon={<DownloadOutlined />} loading={away.isPending} onClick={() => away.mutate()}>{t('policy.export')}</Button>
      <Upload accept=".xlsx" showUploadList={false} beforeUpload={(file) => (read.mutate(file), false)}>
        <Button size="small" icon={<UploadOutlined />} loading={read.isPending}>{t('policy.import')}</Button>
      </Upload>
      <Problem error={away.error ?? read.error} />
      {problems.length > 0 && <ul className="form-error" role="alert">{problems.map((each) => <li key={each.cell + each.detail}>{each.cell} {each.detail}</li>)}</ul>}
    </>
  );
}
