import { DownloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { isChanged } from '../api/problem';
import type { OrderImportDetail, OrderPreview } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Problem } from '../ui/problem';
import { dateTime } from '../ui/time';
import { importQuery, reportAddress, startImport } from './api';
import { keys, type Kind } from './keys';
import { useDrop } from './import_columns';
import { RegisterChoices } from './import_register';
import { Shown } from './import_shown';
import { yuan } from '../ui/money';
import { StatusTag } from './table';

interface Props {
  detail: OrderImportDetail;
  onBack(): void;
  onDropped(): void;
}

/** Shows what would become of the file, and what is wrong with its rows. */
export function PreviewStep({ detail, onBack, onDropped }: Props) {
  const { import: file, preview } = detail;
  const t = useT();
  const cache = useQueryClient();
  const start = useMutation({
    mutationFn: () => startImport(file.id, file.version),
    onSuccess: (next) => cache.setQueryData(importQuery(file.id).queryKey, next),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
  const drop = useDrop(file.id, file.version, onDropped);
  if (!preview) return null;
  return (
    <div className="import-preview">
      <dl className="import-counts">
        <div><dd>{preview.orders}</dd><dt>{t(`import.will_import.${file.kind}`)}</dt></div>
        {file.kind === 'orders' && <div><dd>{preview.items}</dd><dt>{t('import.items')}</dt></div>}
        <div className={preview.passed > 0 ? 'import-bad' : ''}><dd>{preview.passed}</dd><dt>{t(`import.will_pass.${file.kind}`)}</dt></div>
        <div className={preview.problems > 0 ? 'import-bad' : ''}><dd>{preview.problems}</dd><dt>{t('import.problems')}</dt></div>
      </dl>
      {preview.rounded > 0 && <Alert type="warning" showIcon title={t('import.rounded', { n: preview.rounded })} />}
      {file.kind === 'register' && <RegisterChoices key={file.id} detail={detail} />}
      {preview.problems > 0 && <Wrong preview={preview} id={file.id} kind={file.kind} />}
      {preview.samples.length > 0 && <Samples preview={preview} shop={file.shop_id} />}
      {preview.shown.length > 0 && <Shown preview={preview} kind={file.kind} />}
      <Problem error={start.error ?? drop.error} conflict={isChanged(start.error)} />
      <div className="import-acts">
        <Button onClick={() => drop.mutate()} loading={drop.isPending}>{t('import.drop')}</Button>
        <Button onClick={onBack}>{t('import.to_columns')}</Button>
        <Button type="primary" loading={start.isPending} disabled={preview.orders === 0} onClick={() => start.mutate()}>
          {t(preview.passed > 0 ? `import.start_good.${file.kind}` : `import.start.${file.kind}`, { n: preview.orders })}
        </Button>
      </div>
    </div>
  );
}

function Wrong({ preview, id, kind }: { preview: OrderPreview; id: string; kind: Kind }) {
  const t = useT();
  return (
    <section aria-label={t('import.wrong')}>
      <header className="import-head"><h2>{t('import.wrong')}</h2><Report id={id} /></header>
      <p className="quiet">{t(kind === 'orders' ? 'import.wrong_hint' : 'import.wrong_hint_rows')}</p>
      <div className="import-scroll">
        <table className="list-table">
          <thead><tr><th>{t('import.line')}</th><th>{t('import.column')}</th><th>{t(`import.key.${kind}`)}</th><th>{t('import.what')}</th></tr></thead>
          <tbody>
            {preview.wrong.map((each, i) => (
              <tr key={i}><td>{each.line}</td><td>{each.column || '—'}</td><td>{each.number || '—'}</td><td className="import-what">{each.detail}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      {preview.problems > preview.wrong.length && <p className="quiet">{t('import.more_wrong', { n: preview.problems - preview.wrong.length })}</p>}
    </section>
  );
}

/** Saves everything that is wrong as a table. */
export function Report({ id }: { id: string }) {
  const t = useT();
  return <Button size="small" icon={<DownloadOutlined />} href={reportAddress(id)} download>{t('import.report')}</Button>;
}

function Samples({ preview, shop }: { preview: OrderPreview; shop: string }) {
  const t = useT();
  const zone = useMe().shops.find((each) => each.id === shop)?.zone ?? 'UTC';
  return (
    <section aria-label={t('import.samples.orders')}>
      <header className="import-head"><h2>{t('import.samples.orders')}</h2></header>
      <div className="import-scroll">
        <table className="list-table">
          <thead><tr><th>{t('order.number')}</th><th>{t('order.placed_at')}</th><th>{t('order.status')}</th><th>{t('order.buyer')}</th><th>{t('order.receiver')}</th><th>{t('order.items')}</th><th className="orders-amount">{t('order.paid')}</th></tr></thead>
          <tbody>
            {preview.samples.map((each) => (
              <tr key={each.number}>
                <td>{each.number}</td>
                <td>{each.placed_at ? dateTime(Date.parse(each.placed_at), zone) : t('order.unknown')}</td>
                <td><StatusTag order={each} /></td>
                <td>{each.nick || '—'}</td>
                <td>{each.receiver || '—'}<p className="quiet">{each.phone}</p></td>
                <td>{each.items.map((item, i) => <p key={i}>{item.title || item.code} × {item.quantity}</p>)}</td>
                <td className="orders-amount">{yuan(each.paid)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
