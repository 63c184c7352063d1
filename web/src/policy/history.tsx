import { Button, Popconfirm } from 'antd';
import type { PolicyBook, PolicyEdition } from '../api/wire';
import { useT } from '../i18n';
import { difference, rowText } from './words';

/** What was published of a table, the latest first, each with what it changed. */
export function History({ book, onRestore }: { book: PolicyBook; onRestore(n: number): void }) {
  const t = useT();
  if (book.editions.length === 0) return null;
  const latest = book.editions.length;
  return (
    <details className="policy-history">
      <summary>{t('policy.history', { n: latest })}</summary>
      <ol>
        {[...book.editions].reverse().map((each) => (
          <li key={each.n}>
            <b>{t('policy.edition', { n: each.n })}</b> {t('policy.since', { day: each.from })} · {each.by} {each.restores > 0 && t('policy.restores', { n: each.restores })}
            {each.note && <p>{each.note}</p>}
            <Diff before={book.editions[each.n - 2]} after={each} />
            {each.n < latest && (
              <Popconfirm title={t('policy.restore_sure', { n: each.n })} okText={t('policy.restore')} cancelText={t('act.cancel')} onConfirm={() => onRestore(each.n)}>
                <Button size="small">{t('policy.restore_to', { n: each.n })}</Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Diff({ before, after }: { before?: PolicyEdition; after: PolicyEdition }) {
  const { added, removed, changed } = difference(before?.table, after.table);
  return (
    <ul className="policy-diff">
      {changed.map(({ was, is }) => <li key={is.id}><b>{is.id}</b> <del>{rowText(was)}</del> <ins>{rowText(is)}</ins></li>)}
      {added.map((each) => <li key={each.id}><b>{each.id}</b> <ins>{rowText(each)}</ins></li>)}
      {removed.map((each) => <li key={each.id}><b>{each.id}</b> <del>{rowText(each)}</del></li>)}
    </ul>
  );
}
