import { FileZipOutlined, FolderOpenOutlined, InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect, useRef, useState, useSyncExternalStore, type DragEvent } from 'react';
import { Problem } from '../ui/problem';
import { lineTo, useOutboundChanged } from './api';
import { chosenOf, ofDrop, ofInput } from './files';
import { Sender, type Fate, type Row, type Standing } from './sender';
import { useT } from './words';

/** Takes photos, folders and archives, and tells what became of each. */
export function Bring({ shop }: { shop: string }) {
  const t = useT();
  const [sender] = useState(() => new Sender(lineTo(shop)));
  const standing = useSyncExternalStore(sender.watch, sender.now);
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const open = useMutation({ mutationFn: async (found: { file: File; path: string }[] | Promise<{ file: File; path: string }[]>) => sender.add(await chosenOf(await found)) });
  useEffect(() => () => sender.halt(), [sender]);
  useStaying(standing);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    open.mutate(ofDrop(event.dataTransfer));
  };
  const pick = (input: HTMLInputElement) => {
    if (input.files?.length) open.mutate(ofInput(input.files));
    input.value = '';
  };
  return (
    <section className="page-card outbound-bring" aria-label={t('outbound.bring')}>
      <div className={over ? 'outbound-drop outbound-over' : 'outbound-drop'} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <InboxOutlined className="outbound-icon" />
        <div>
          <p>{t('outbound.drop_here')}</p>
          <p className="quiet">{t('outbound.names')}</p>
          <p className="quiet">{t('outbound.kinds')}</p>
        </div>
        <div className="outbound-picks">
          <Button type="primary" icon={<FileZipOutlined />} loading={open.isPending} onClick={() => files.current?.click()}>{t('outbound.pick_files')}</Button>
          <Button icon={<FolderOpenOutlined />} onClick={() => folder.current?.click()}>{t('outbound.pick_folder')}</Button>
        </div>
        <input ref={files} type="file" multiple hidden accept="image/*,.zip" aria-label={t('outbound.pick_files')} onChange={(event) => pick(event.target)} />
        <input ref={folder} type="file" multiple hidden aria-label={t('outbound.pick_folder')} onChange={(event) => pick(event.target)} {...{ webkitdirectory: '' }} />
      </div>
      <Problem error={open.error} />
      {standing.rows.length > 0 && <Course sender={sender} standing={standing} />}
    </section>
  );
}

const count = (rows: Row[], ...fates: Fate[]) => rows.filter(({ fate }) => fates.includes(fate)).length;

/** What is still on its way would be lost with the page. */
function useStaying({ rows, stopped }: Standing) {
  const left = stopped ? 0 : count(rows, 'queued', 'sending');
  useEffect(() => {
    if (left === 0) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [left]);
}

function Course({ sender, standing }: { sender: Sender; standing: Standing }) {
  const t = useT();
  const { rows, held, stopped } = standing;
  const left = count(rows, 'queued', 'sending');
  const changed = useOutboundChanged();
  const done = left === 0;
  const keep = useRef(changed);
  useEffect(() => {
    keep.current = changed;
  });
  useEffect(() => {
    if (done) void keep.current();
  }, [done]);
  const gone = rows.reduce((sum, { fate, size, part }) => sum + (fate === 'queued' ? 0 : fate === 'sending' ? size * part : size), 0);
  const all = rows.reduce((sum, { size }) => sum + size, 0);
  const refused = rows.filter(({ fate }) => fate === 'refused');
  const said = (['matched', 'waiting', 'same', 'refused'] as const).map((fate) => [fate, count(rows, fate)] as const).filter(([, n]) => n > 0);
  return (
    <div className="outbound-course" role="status">
      <Progress strokeColor="var(--brand)" aria-label={t('outbound.bring')} percent={done ? 100 : Math.min(99, Math.floor((gone / Math.max(all, 1)) * 100))} status={done ? 'normal' : 'active'} />
      <p>
        {t(done ? 'outbound.done' : 'outbound.going', { n: rows.length - left, all: rows.length })}
        {said.map(([fate, n]) => <span key={fate} className={`outbound-fate outbound-${fate}`}>{t(`outbound.fate.${fate}`, { n })}</span>)}
        {!done && !stopped && <Button size="small" onClick={() => sender.halt()}>{t('outbound.stop')}</Button>}
        {(stopped && !done || done && refused.some(({ trouble }) => !trouble)) && <Button size="small" onClick={() => sender.resume()}>{t(done ? 'outbound.retry' : 'outbound.go_on')}</Button>}
      </p>
      {held && !stopped && <p className="outbound-held" role="alert">{t('outbound.held')}</p>}
      {refused.length > 0 && <Refused rows={refused} />}
    </div>
  );
}

/** How many refused ones are listed. */
const listed = 100;

function Refused({ rows }: { rows: Row[] }) {
  const t = useT();
  return (
    <ul className="outbound-refused">
      {rows.slice(0, listed).map(({ name, folder, why, trouble }, i) => <li key={i}><b>{folder ? `${folder}/${name}` : name}</b><span>{trouble ? t(`outbound.trouble.${trouble}`) : why}</span></li>)}
      {rows.length > listed && <li className="quiet">{t('outbound.refused_more', { n: rows.length - listed })}</li>}
    </ul>
  );
}
