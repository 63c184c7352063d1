import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { useRef, useState } from 'react';
import { fieldsOf, isConflict } from '../api/problem';
import type { Paper } from '../api/wire';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { addPaper, changePaper, usePapersChanged, type PaperDraft } from './api';
import { kinds, useT, type Kind } from './words';

/** Keeps a file as a paper of a shop, or says something else about one. */
export function PaperDialog({ shop, paper, onClose }: { shop: string; paper?: Paper; onClose(): void }) {
  const t = useT();
  const changed = usePapersChanged();
  const [file, setFile] = useState<File | null>(null);
  const [part, setPart] = useState(0);
  const [draft, setDraft] = useState<PaperDraft>(paper
    ? { kind: paper.kind, title: paper.title, codes: paper.codes, batch: paper.batch, ends_on: paper.ends_on, note: paper.note }
    : { kind: 'inspection', title: '', codes: [], batch: '', ends_on: '', note: '' });
  const put = (some: Partial<PaperDraft>) => setDraft({ ...draft, ...some });
  const save = useMutation({
    mutationFn: () => (paper ? changePaper(paper, draft) : addPaper(shop, draft, file!, setPart)),
    onSuccess: onClose,
    onSettled: () => (setPart(0), changed()),
  });
  const errors = fieldsOf(save.error);
  return (
    <Dialog
      title={t(paper ? 'paper.edit' : 'paper.add')} width={560} busy={save.isPending} error={save.error} conflict={isConflict(save.error) && Boolean(paper)} disabled={draft.title.trim() === '' || (!paper && !file)}
      ok={part > 0 && part < 1 ? t('paper.sending', { percent: Math.round(part * 100) }) : t('act.save')} onOk={() => save.mutate()} onClose={onClose}
    >
      {!paper && <Chosen file={file} onFile={(next) => { setFile(next); if (draft.title === '') put({ title: next.name.replace(/\.[^.]+$/, '').slice(0, 80) }); }} />}
      <Field label={t('paper.kind')} required error={errors.kind}>
        {(id) => <Segmented<string> id={id} block value={draft.kind} onChange={(kind) => put({ kind })} options={kinds.map((value) => ({ value, label: t(`paper.kind.${value}`) }))} />}
      </Field>
      <Field label={t('paper.title')} required error={errors.title} hint={t(`paper.explain.${draft.kind as Kind}`)}>{(id) => <Input id={id} value={draft.title} maxLength={80} onChange={(event) => put({ title: event.target.value })} />}</Field>
      <Field label={t('paper.codes')} error={errors.codes} hint={t('paper.codes_hint')}>
        {(id) => <Select id={id} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', '\uff0c', '\u3001']} value={draft.codes} onChange={(codes: string[]) => put({ codes })} />}
      </Field>
      <div className="settings-pair">
        <Field label={t('paper.batch')} error={errors.batch} hint={t('paper.batch_hint')}>{(id) => <Input id={id} value={draft.batch} maxLength={64} onChange={(event) => put({ batch: event.target.value })} />}</Field>
        <Field label={t('paper.ends_on')} error={errors.ends_on} hint={t('paper.ends_hint')}>{(id) => <Input id={id} type="date" value={draft.ends_on} onChange={(event) => put({ ends_on: event.target.value })} />}</Field>
      </div>
      <Field label={t('paper.note')} error={errors.note}>{(id) => <Input id={id} value={draft.note} maxLength={300} onChange={(event) => put({ note: event.target.value })} />}</Field>
    </Dialog>
  );
}

function Chosen({ file, onFile }: { file: File | null; onFile(file: File): void }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Field label={t('paper.file')} required hint={t('paper.file_hint')}>
      {(id) => (
        <div className="paper-file">
          <Button icon={<UploadOutlined />} onClick={() => input.current?.click()}>{t('paper.choose')}</Button>
          <span>{file?.name}</span>
          <input id={id} ref={input} type="file" hidden accept="image/*,application/pdf" onChange={(event) => { const [first] = event.target.files ?? []; if (first) onFile(first); }} />
        </div>
      )}
    </Field>
  );
}
