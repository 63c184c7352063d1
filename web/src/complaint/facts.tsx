import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Case } from '../api/wire';
import { tOr, useT } from '../i18n';
import { useMe } from '../identity/api';
import { hasTyped } from './facts_edit';
import { FactsForm } from './facts_form';

/** What is known of a case, to be read or changed. */
export function Facts({ complaint, mayWrite }: { complaint: Case; mayWrite: boolean }) {
  const t = useT();
  const me = useMe();
  const [editing, setEditing] = useState(() => mayWrite && hasTyped(me.id, complaint.id));
  return (
    <section className="panel-part" aria-label={t('case.facts')}>
      <header>
        <h3>{t('case.facts')}</h3>
        {!editing && mayWrite && (
          <Button size="small" type="link" icon={<EditOutlined />} onClick={() => setEditing(true)}>{t('act.edit')}</Button>
        )}
      </header>
      {editing ? <FactsForm complaint={complaint} onDone={() => setEditing(false)} /> : <Reading complaint={complaint} />}
    </section>
  );
}

function Reading({ complaint }: { complaint: Case }) {
  const t = useT();
  const { scenario, demands, order_no: order, summary } = complaint;
  return (
    <dl className="facts">
      <dt>{t('case.scenario')}</dt>
      <dd>{tOr(`scenario.${scenario}`, scenario)}</dd>
      <dt>{t('case.demands')}</dt>
      <dd>
        {demands.length === 0 && <Missing />}
        {demands.map((each) => <span key={each} className="tag">{tOr(`demand.${each}`, each)}</span>)}
      </dd>
      <dt>{t('case.order_no')}</dt>
      <dd>{order || <Missing />}</dd>
      <dt>{t('case.summary')}</dt>
      <dd className="facts-summary">{summary || <Missing />}</dd>
    </dl>
  );
}

function Missing() {
  const t = useT();
  return <span className="quiet">{t('case.missing')}</span>;
}
