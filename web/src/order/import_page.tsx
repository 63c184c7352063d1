import { ArrowLeftOutlined, CameraOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Steps } from 'antd';
import { useState } from 'react';
import type { OrderImportDetail } from '../api/wire';
import { useT } from '../i18n';
import { may, useMe } from '../identity/api';
import { Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { importQuery } from './api';
import { ColumnsStep } from './import_columns';
import { History } from './import_history';
import { PreviewStep } from './import_preview';
import { RunStep } from './import_run';
import { UploadStep } from './import_upload';
import { kinds, type Kind } from './keys';
import './order.css';
import './import_words';

interface Props {
  /** The import that is looked at. */
  id?: string;
  /** What the next one is about. */
  kind: Kind;
  onKind(kind: Kind): void;
  onImport(id: string | undefined): void;
  onBack(): void;
  /** Photos of what left, which belong to orders. */
  onOutbound(): void;
}

/** Brings a file of orders in, in four steps, and shows earlier imports. */
export function ImportPage({ id, kind, onKind, onImport, onBack, onOutbound }: Props) {
  const t = useT();
  const looked = useQuery({ ...importQuery(id ?? ''), enabled: Boolean(id) }).data?.import.kind;
  const about = id ? looked : kind;
  return (
    <main className="page orders">
      <header className="page-head">
        <div><h1>{t(`import.title.${about ?? 'orders'}`)}</h1><p>{t(`import.hint.${about ?? 'orders'}`)}</p></div>
        <div className="orders-acts">
          {id && <Button onClick={() => onImport(undefined)}>{t('import.another')}</Button>}
          {!id && <Button icon={<CameraOutlined />} onClick={onOutbound}>{t('import.outbound')}</Button>}
          <Button icon={<ArrowLeftOutlined />} onClick={onBack}>{t('order.title')}</Button>
        </div>
      </header>
      {id ? <Running key={id} id={id} onImport={onImport} /> : <Begin kind={kind} onKind={onKind} onImport={onImport} />}
      <History current={id} onOpen={onImport} />
    </main>
  );
}

function Stepper({ at }: { at: number }) {
  const t = useT();
  return <Steps className="import-steps" size="small" current={at} items={(['upload', 'columns', 'preview', 'run'] as const).map((each) => ({ title: t(`import.step.${each}`) }))} />;
}

function Begin({ kind, onKind, onImport }: Pick<Props, 'kind' | 'onKind'> & { onImport(id: string): void }) {
  const t = useT();
  const me = useMe();
  const offered = kinds.filter((each) => each !== 'register' || may(me, 'case.write'));
  return (
    <section className="page-card import-card">
      <Stepper at={0} />
      <div className="import-kind"><Segmented<Kind> aria-label={t('import.kind')} value={kind} onChange={onKind} options={offered.map((value) => ({ value, label: t(`import.kind.${value}`) }))} /></div>
      <UploadStep key={kind} kind={kind} onDone={onImport} />
    </section>
  );
}

function Running({ id, onImport }: { id: string; onImport(id: string | undefined): void }) {
  const { data, error, refetch } = useQuery(importQuery(id));
  // What the columns mean is asked first, also of who comes back.
  const [checked, setChecked] = useState(false);
  if (!data) return <section className="page-card import-card">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />}</section>;
  const at = stepOf(data, checked);
  return (
    <section className="page-card import-card">
      <Stepper at={at} />
      {at === 1 && <ColumnsStep detail={data} onDone={() => setChecked(true)} onDropped={() => onImport(undefined)} />}
      {at === 2 && <PreviewStep detail={data} onBack={() => setChecked(false)} onDropped={() => onImport(undefined)} />}
      {at >= 3 && <RunStep data={data.import} onDropped={() => onImport(undefined)} />}
    </section>
  );
}

function stepOf({ import: { state }, preview }: OrderImportDetail, checked: boolean): number {
  if (state !== 'uploaded') return state === 'done' ? 4 : 3;
  return checked && preview ? 2 : 1;
}
