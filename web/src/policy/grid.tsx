import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Input, Select, Tooltip } from 'antd';
import type { PolicyProblem, PolicyRow, PolicyTable, PolicyTerms } from '../api/wire';
import { useT } from '../i18n';
import { factName } from './words';

interface Props {
  table: PolicyTable;
  terms: PolicyTerms;
  problems: PolicyProblem[];
  onChange(table: PolicyTable): void;
}

/** The rows of a table, each cell with what is wrong with it. */
export function Grid({ table, terms, problems, onChange }: Props) {
  const t = useT();
  const rows = (next: PolicyRow[]) => onChange({ ...table, rows: next });
  const move = (from: number, to: number) => {
    const next = [...table.rows];
    next.splice(to, 0, ...next.splice(from, 1));
    rows(next);
  };
  const drop = (column: number) => onChange({
    ...table, columns: table.columns.filter((_, at) => at !== column),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_, at) => at !== column) })),
  });
  return (
    <div className="policy-scroll" tabIndex={0} role="region" aria-label={t('policy.grid')}>
      <table className="policy-grid">
        <thead>
          <tr>
            <th>{t('policy.row')}</th>
            {table.columns.map((column, at) => (
              <th key={column}>
                {factName(terms.facts.find((each) => each.name === column), column)}
                <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('policy.drop_column', { name: column })} onClick={() => drop(at)} />
              </th>
            ))}
            <th>{t('policy.remedy')}</th><th>{t('policy.amount')}</th><th>{t('policy.cap')}</th><th>{t('policy.approval')}</th><th>{t('policy.guard')}</th><th>{t('policy.note')}</th><th />
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <Line
              key={row.id} row={row} table={table} terms={terms} problems={problems.filter((each) => each.row === at)}
              onChange={(next) => rows(table.rows.map((each, index) => (index === at ? next : each)))}
              onUp={at > 0 ? () => move(at, at - 1) : undefined} onDown={at < table.rows.length - 1 ? () => move(at, at + 1) : undefined}
              onRemove={() => rows(table.rows.filter((_, index) => index !== at))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps {
  row: PolicyRow;
  table: PolicyTable;
  terms: PolicyTerms;
  problems: PolicyProblem[];
  onChange(row: PolicyRow): void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove(): void;
}

function Line({ row, table, terms, problems, onChange, onUp, onDown, onRemove }: LineProps) {
  const t = useT();
  const wrong = (column: string) => problems.find((each) => each.column === column)?.detail;
  const text = (field: 'amount' | 'cap' | 'guard' | 'note') => (
    <Cell label={`${row.id} ${t(`policy.${field}`)}`} value={row[field] ?? ''} wrong={wrong(field)} onChange={(value) => onChange({ ...row, [field]: value })} />
  );
  return (
    <tr id={`row-${row.id}`}>
      <th scope="row">{row.id}</th>
      {table.columns.map((column, at) => {
        const fact = terms.facts.find((each) => each.name === column);
        return (
          <td key={column}>
            <Cell
              label={`${row.id} ${factName(fact, column)}`} value={row.cells[at] ?? ''} wrong={wrong(`cells.${at}`)} options={fact?.values.map((each) => each.zh)}
              onChange={(value) => onChange({ ...row, cells: table.columns.map((_, index) => (index === at ? value : row.cells[index] ?? '')) })}
            />
          </td>
        );
      })}
      <td>
        <Cell label={`${row.id} ${t('policy.remedy')}`} value={row.remedy} wrong={wrong('remedy')} options={terms.remedies.map((each) => each.zh)} onChange={(remedy) => onChange({ ...row, remedy })} />
      </td>
      <td>{text('amount')}</td>
      <td>{text('cap')}</td>
      <td>
        <Select
          size="small" aria-label={`${row.id} ${t('policy.approval')}`} status={wrong('approval') ? 'error' : undefined} popupMatchSelectWidth={false} value={row.approval ?? ''}
          options={terms.approvals.map((each) => ({ value: each.code, label: each.zh }))} onChange={(approval) => onChange({ ...row, approval })}
        />
      </td>
      <td>{text('guard')}</td>
      <td>{text('note')}</td>
      <td className="policy-acts">
        <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={!onUp} aria-label={t('policy.up', { id: row.id })} onClick={onUp} />
        <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={!onDown} aria-label={t('policy.down', { id: row.id })} onClick={onDown} />
        <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('policy.remove', { id: row.id })} onClick={onRemove} />
      </td>
    </tr>
  );
}

function Cell({ label, value, wrong, options, onChange }: { label: string; value: string; wrong?: string; options?: string[]; onChange(value: string): void }) {
  const status = wrong ? 'error' : undefined;
  return (
    <Tooltip title={wrong}>
      <div className={wrong ? 'policy-cell policy-wrong' : 'policy-cell'}>
        {options && options.length > 0
          ? <AutoComplete size="small" aria-label={label} value={value} status={status} popupMatchSelectWidth={false} options={['-', ...options].map((each) => ({ value: each }))} onChange={onChange} />
          : <Input size="small" aria-label={label} value={value} status={status} onChange={(event) => onChange(event.target.value)} />}
        {wrong && <p className="field-error" role="alert">{wrong}</p>}
      </div>
    </Tooltip>
  );
}
