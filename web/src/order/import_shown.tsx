import type { OrderPreview } from '../api/wire';
import { tOr, useT } from '../i18n';
import type { ImportField } from './import_fields';
import type { Kind } from './keys';

/** The first products or cases, as they would be imported. */
export function Shown({ preview, kind }: { preview: OrderPreview; kind: Kind }) {
  const t = useT();
  return (
    <section aria-label={t(`import.samples.${kind}`)}>
      <header className="import-head"><h2>{t(`import.samples.${kind}`)}</h2></header>
      <div className="import-scroll">
        <table className="list-table">
          <thead><tr>{preview.fields.map((field) => <th key={field}>{t(`import.field.${field as ImportField}`)}</th>)}</tr></thead>
          <tbody>
            {preview.shown.map((row, at) => (
              <tr key={at}>{preview.fields.map((field, n) => <td key={field} className={field === 'complaint' ? 'import-text' : undefined}>{worded(field, row?.[n] ?? '')}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function worded(field: string, value: string): string {
  if (value === '') return '\u2014';
  if (field === 'complaint_type') return tOr(`scenario.${value}`, value);
  if (field === 'standing') return tOr(`import.standing.${value}`, value);
  if (field === 'goods_class') return tOr(`goods.${value}`, value);
  return value;
}
