import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { PolicyTerms } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { Problem } from '../ui/problem';
import { tryFacts } from './api';
import { Decision } from './decision';
import { FactInput } from './fact_input';
import { factName, question } from './words';

const first = ['scenario', 'platform', 'paid', 'quality', 'signed_on', 'claimed_on'];

/** Facts that somebody types, and what may be offered by the tables in force. */
export function Try({ shop, terms }: { shop: string; terms: PolicyTerms }) {
  const t = useT();
  const [facts, setFacts] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(first);
  const decide = useMutation({ mutationFn: () => tryFacts(shop, facts) });
  const asked = decide.data?.questions.filter((each) => !shown.includes(each.fact)) ?? [];
  const fact = (name: string) => terms.facts.find((each) => each.name === name);
  return (
    <section className="settings-part policy-try">
      <h2>{t('policy.try')}</h2>
      <p className="quiet">{t('policy.try_hint')}</p>
      <form onSubmit={(event) => (event.preventDefault(), decide.mutate())}>
        <div className="policy-facts">
          {shown.map((name) => {
            const each = fact(name);
            return each && <Field key={name} label={factName(each, name)}>{(id) => <FactInput id={id} fact={each} value={facts[name] ?? ''} onChange={(value) => setFacts({ ...facts, [name]: value })} />}</Field>;
          })}
        </div>
        <div className="policy-bar">
          <Select
            size="small" showSearch optionFilterProp="label" aria-label={t('policy.more_facts')} placeholder={t('policy.more_facts')} value={null} popupMatchSelectWidth={false}
            options={terms.facts.filter((each) => !shown.includes(each.name)).map((each) => ({ value: each.name, label: factName(each, each.name) }))}
            onChange={(name: string | null) => name && setShown([...shown, name])}
          />
          <Button type="primary" htmlType="submit" loading={decide.isPending}>{t('policy.decide')}</Button>
        </div>
      </form>
      <Problem error={decide.error} />
      {decide.data && <Decision decision={decide.data} terms={terms} />}
      {asked.length > 0 && (
        <div className="policy-asks">
          <b>{t('policy.asks')}</b>
          {asked.slice(0, 8).map((each) => {
            const one = fact(each.fact);
            return <Button key={each.fact} size="small" onClick={() => setShown([...shown, each.fact])}>{one ? question(one) : each.name}</Button>;
          })}
        </div>
      )}
    </section>
  );
}
