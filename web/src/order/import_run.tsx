import { PauseOutlined, PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Progress } from 'antd';
import type { OrderImport, OrderImportDetail } from '../api/wire';
import { isChanged } from '../api/problem';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { goOnWithImport, importQuery, stopImport } from './api';
import { keys } from './keys';
import { useDrop } from './import_columns';
import { Report } from './import_preview';

/** How far an import is, and what came of it. */
export function RunStep({ data, onDropped }: { data: OrderImport; onDropped(): void }) {
  const t = useT();
  const part = data.total > 0 ? Math.floor((data.position / data.total) * 100) : 0;
  const going = data.state === 'running' || data.state === 'stopped';
  return (
    <div className="import-run" aria-live="polite">
      <p className="import-said"><b>{data.name}</b><span className="quiet">{t(`import.state.${data.state}`)}</span></p>
      {going && <Progress aria-label={t('import.step.run')} percent={part} status={data.state === 'stopped' ? 'normal' : 'active'} />}
      {going && <p className="quiet">{t(data.state === 'stopped' ? 'import.stopped_hint' : 'import.running_hint')}</p>}
      {going && <Acts data={data} onDropped={onDropped} />}
      {data.state === 'failed' && <Alert type="error" showIcon title={data.failure?.detail} />}
      <dl className="import-counts">
        {(['created', 'updated', 'unchanged', 'passed'] as const).map((each) => (
          <div key={each} className={each === 'passed' && data.passed > 0 ? 'import-bad' : ''}><dd>{data[each]}</dd><dt>{t(`import.${each}`)}</dt></div>
        ))}
      </dl>
      {!going && data.problems > 0 && <p className="import-said">{t('import.left', { n: data.problems })}<Report id={data.id} /></p>}
    </div>
  );
}

/** Stops what runs; goes on with what was stopped, or leaves the rest. */
function Acts({ data, onDropped }: { data: OrderImport; onDropped(): void }) {
  const t = useT();
  const { modal } = App.useApp();
  const stop = useAct(data, stopImport);
  const goOn = useAct(data, goOnWithImport);
  const drop = useDrop(data.id, data.version, onDropped);
  const ask = () => void modal.confirm({
    title: t('import.stop_title'), content: t('import.stop_hint'), okText: t('import.stop'), cancelText: t('act.cancel'),
    onOk: () => stop.mutateAsync().catch(() => undefined),
  });
  return (
    <>
      <Problem error={stop.error ?? goOn.error ?? drop.error} conflict={isChanged(stop.error ?? goOn.error)} />
      <div className="import-acts import-run-acts">
        {data.state === 'running' && <Button icon={<PauseOutlined />} loading={stop.isPending} onClick={ask}>{t('import.stop')}</Button>}
        {data.state === 'stopped' && <Button loading={drop.isPending} onClick={() => drop.mutate()}>{t('import.leave_rest')}</Button>}
        {data.state === 'stopped' && <Button type="primary" icon={<PlayCircleOutlined />} loading={goOn.isPending} onClick={() => goOn.mutate()}>{t('import.go_on')}</Button>}
      </div>
    </>
  );
}

function useAct(data: OrderImport, act: (id: string, version: number) => Promise<OrderImportDetail>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => act(data.id, data.version),
    onSuccess: (next) => cache.setQueryData(importQuery(data.id).queryKey, next),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
}
