import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { isConflict } from '../api/problem';
import type { DisputeDetail, DisputeItem } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { addFile, removeFile, state, useDisputesChanged, waive } from './api';

interface Props {
  dispute: DisputeDetail;
  mayWrite: boolean;
}

/** What the answer needs, what is there and what is missing. */
export function PackPart({ dispute, mayWrite }: Props) {
  const t = useT();
  const missing = dispute.lacking.map((each) => t(`dispute.piece.${each}` as 'dispute.piece.other'));
  return (
    <section aria-label={t('dispute.pack')}>
      <h3>{t('dispute.pack')}</h3>
      <p className={missing.length > 0 ? 'dispute-lacking' : 'dispute-complete'} role="status">
        {missing.length > 0 ? t('dispute.lacking', { n: missing.length, pieces: missing.join(t('dispute.comma')) }) : t('dispute.complete')}
      </p>
      <ul className="dispute-pack">{dispute.pack.map((each) => <One key={each.piece} item={each} dispute={dispute} mayWrite={mayWrite} />)}</ul>
    </section>
  );
}

function useFailing() {
  const { message } = App.useApp();
  const refresh = useDisputesChanged();
  return {
    onSuccess: refresh,
    onError: (error: unknown) => {
      void message.error(sentence(error));
      if (isConflict(error)) void refresh();
    },
  };
}

function One({ item, dispute, mayWrite }: Props & { item: DisputeItem }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState<'waive' | 'statement' | null>(null);
  const after = useFailing();
  const add = useMutation({ mutationFn: async (files: File[]) => { for (const each of files) await addFile(dispute.id, item.piece, each); }, ...after });
  const remove = useMutation({ mutationFn: removeFile, ...after });
  const again = useMutation({ mutationFn: () => waive(dispute, item.piece, ''), ...after });
  const name = t(`dispute.piece.${item.piece}`);
  const lacks = item.status === 'missing';
  const icon = item.status === 'found' || item.status === 'attached' ? <CheckCircleFilled /> : lacks && item.required ? <ExclamationCircleFilled /> : <MinusCircleOutlined />;
  return (
    <li className={`dispute-item dispute-item-${item.status}${item.required ? ' dispute-item-required' : ''}`} data-piece={item.piece}>
      <span className="dispute-item-icon" aria-hidden>{icon}</span>
      <div>
        <p><b>{name}</b><span className="quiet">{t(`dispute.status.${item.status}`)}{lacks && ` · ${t(item.required ? 'dispute.required' : 'dispute.helpful')}`}</span></p>
        {item.status === 'waived' && <p className="quiet">{item.reason}</p>}
        {item.files.map((each) => (
          <p key={each.id} className="dispute-file">
            <PaperClipOutlined /> <a href={each.url} target="_blank" rel="noreferrer">{each.name}</a> <span className="quiet" title={each.sha256}>{Math.ceil(each.size / 1024)} KB</span>
            {mayWrite && <Button size="small" type="link" onClick={() => remove.mutate(each.id)}>{t('dispute.remove')}</Button>}
          </p>
        ))}
      </div>
      {mayWrite && (
        <div className="dispute-item-acts">
          {item.piece === 'statement' && <Button size="small" onClick={() => setOpen('statement')}>{t(dispute.statement ? 'act.edit' : 'dispute.write')}</Button>}
          <Button size="small" loading={add.isPending} aria-label={t('dispute.attach_to', { piece: name })} onClick={() => input.current?.click()}>{t('dispute.attach')}</Button>
          {lacks && item.piece !== 'other' && <Button size="small" type="text" aria-label={t('dispute.waive_of', { piece: name })} onClick={() => setOpen('waive')}>{t('dispute.waive')}</Button>}
          {item.status === 'waived' && <Button size="small" type="text" onClick={() => again.mutate()}>{t('dispute.want')}</Button>}
          <input ref={input} type="file" multiple hidden data-for={item.piece} onChange={(event) => {
            add.mutate([...(event.target.files ?? [])]);
            event.target.value = '';
          }} />
        </div>
      )}
      {open === 'waive' && <WaiveDialog item={item} dispute={dispute} onClose={() => setOpen(null)} />}
      {open === 'statement' && <StatementDialog dispute={dispute} onClose={() => setOpen(null)} />}
    </li>
  );
}

function WaiveDialog({ item, dispute, onClose }: { item: DisputeItem; dispute: DisputeDetail; onClose(): void }) {
  const t = useT();
  const refresh = useDisputesChanged();
  const [reason, setReason] = useState('');
  const save = useMutation({ mutationFn: () => waive(dispute, item.piece, reason), onSuccess: onClose, onSettled: refresh });
  return (
    <Dialog title={t('dispute.waive_of', { piece: t(`dispute.piece.${item.piece}`) })} ok={t('dispute.waive')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={reason.trim() === ''} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('dispute.why')} required>{(id) => <Input id={id} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />}</Field>
    </Dialog>
  );
}

/** The statement, which begins with what is recorded. */
function StatementDialog({ dispute, onClose }: { dispute: DisputeDetail; onClose(): void }) {
  const t = useT();
  const refresh = useDisputesChanged();
  const [text, setText] = useState(dispute.statement || dispute.drafted);
  const save = useMutation({ mutationFn: () => state(dispute, text), onSuccess: onClose, onSettled: refresh });
  return (
    <Dialog title={t('dispute.piece.statement')} ok={t('act.save')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} disabled={text.trim() === ''} width={720} onOk={() => save.mutate()} onClose={onClose}>
      <Field label={t('dispute.piece.statement')} hint={t('dispute.statement_hint')}>{(id) => <Input.TextArea id={id} rows={18} maxLength={8000} value={text} onChange={(event) => setText(event.target.value)} />}</Field>
    </Dialog>
  );
}
