import { Button } from 'antd';
import { useState } from 'react';
import { useT } from '../i18n';
import { own } from './api';
import { FactField } from './fact_field';
import { Told, type BodyProps } from './step';

/** Something to look up: ticked, and what it leads by is taken down. */
export function LookupStep({ step, run, save, mark, skip }: BodyProps) {
  const t = useT();
  const [values, setValues] = useState<Record<string, string>>({});
  const open = run.facts.filter((each) => step.missing.includes(each.name));
  const found = Object.entries(values).filter(([, value]) => value).map(([name, value]) => ({ name, value }));
  return (
    <>
      <Told step={step} />
      {open.map((fact) => (
        <div key={fact.name} className="guide-answer guide-answer-row">
          <label>{own(fact.title)}</label>
          <FactField fact={fact} label={own(fact.title)} value={values[fact.name] ?? ''} onChange={(value) => setValues({ ...values, [fact.name]: value })} />
        </div>
      ))}
      <div className="guide-acts">
        <Button size="small" type="primary" loading={save.isPending} onClick={() => mark({}, found)}>{t('guide.looked')}</Button>
        {skip}
      </div>
    </>
  );
}
