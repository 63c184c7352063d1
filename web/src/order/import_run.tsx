import { Alert, Progress } from 'antd';
import type { OrderImport } from '../api/wire';
import { useT } from '../i18n';
import { Report } from './import_preview';

/** How far an import is, and what came of it. */
export function RunStep({ data }: { data: OrderImport }) {
  const t = useT();
  const part = data.total > 0 ? Math.floor((data.position / data.total) * 100) : 0;
  return (
    <div className="import-run" aria-live="polite">
      <p className="import-said"><b>{data.name}</b><span className="quiet">{t(`import.state.${data.state}`)}</span></p>
      {data.state === 'running' && <Progress percent={part} />}
      {data.state === 'running' && <p className="quiet">{t('import.running_hint')}</p>}
      {data.state === 'failed' && <Alert type="error" showIcon title={data.failure?.detail} />}
      <dl className="import-counts">
        {(['created', 'updated', 'unchanged', 'passed'] as const).map((each) => (
          <div key={each} className={each === 'passed' && data.passed > 0 ? 'import-bad' : ''}><dd>{data[each]}</dd><dt>{t(`import.${each}`)}</dt></div>
        ))}
      </dl>
      {data.state !== 'running' && data.problems > 0 && <p className="import-said">{t('import.left', { n: data.problems })}<Report id={data.id} /></p>}
    </div>
  );
}
