import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { PlaybookFact, PlaybookForm, PlaybookTrial } from '../api/wire';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { own } from './api';
import { FactField } from './fact_field';
import { tryOut } from './shelf_api';

interface Props {
  shop: string;
  form: PlaybookForm;
  facts: PlaybookFact[];
  trial: PlaybookTrial | undefined;
  onTrial(trial: PlaybookTrial | undefined): void;
}

/** Plays a sample complaint on the draft: whether it comes up, and which way it goes by what is known. */
export function TryBox({ shop, form, facts, trial, onTrial }: Props) {
  const t = useT();
  const [sample, setSample] = useState('');
  const [given, setGiven] = useState<Record<string, string>>({});
  const go = useMutation({ mutationFn: (known: Record<string, string>) => tryOut(shop, { form }, sample, known), onSuccess: onTrial });
  const say = (name: string, value: string) => {
    const next = { ...given, [name]: value };
    setGiven(next);
    if (trial && value) go.mutate(filled(next));
  };
  const asked = [...new Set(trial?.path.flatMap((each) => each.missing) ?? [])].filter((each) => !(each in given));
  const shown = facts.filter((each) => each.name in given || asked.includes(each.name));
  return (
    <div className="page-card">
      <section className="settings-part playbook-try">
        <h2>{t('playbook.try')}</h2>
        <form onSubmit={(event) => (event.preventDefault(), go.mutate(filled(given)))}>
          <Input.TextArea value={sample} maxLength={2000} autoSize={{ minRows: 2, maxRows: 5 }} aria-label={t('playbook.sample')} placeholder={t('playbook.sample_hint')} onChange={(event) => setSample(event.target.value)} />
          <div className="guide-acts">
            <Button type="primary" htmlType="submit" loading={go.isPending}>{t('playbook.try_go')}</Button>
            <Select
              className="playbook-known" showSearch={{ optionFilterProp: 'label' }} value={null} aria-label={t('playbook.try_fact')} placeholder={t('playbook.try_fact')} popupMatchSelectWidth={false}
              options={facts.filter((each) => !(each.name in given)).map((each) => ({ value: each.name, label: own(each.title) }))} onChange={(name: string | null) => name && setGiven({ ...given, [name]: '' })}
            />
            {trial && <Button type="text" onClick={() => (onTrial(undefined), setGiven({}))}>{t('playbook.try_clear')}</Button>}
          </div>
        </form>
        <Problem error={go.error} />
        {trial && <Came trial={trial} name={form.id} sample={sample} />}
        {shown.length > 0 && (
          <div className="playbook-given">
            {trial && <p className="quiet">{t('playbook.try_missing')}</p>}
            {shown.map((each) => <div key={each.name} className="guide-answer guide-answer-row"><label>{own(each.title)}</label><FactField fact={each} label={own(each.title)} value={given[each.name] ?? ''} onChange={(value) => say(each.name, value)} /></div>)}
          </div>
        )}
      </section>
    </div>
  );
}

const filled = (given: Record<string, string>) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));

function Came({ trial, name, sample }: { trial: PlaybookTrial; name: string; sample: string }) {
  const t = useT();
  const taken = trial.path.filter((each) => each.taken).length;
  return (
    <div role="status" className="playbook-came">
      {sample.trim() && trial.proposals.length === 0 && <p>{t('playbook.try_nothing')}</p>}
      <ol>
        {trial.proposals.map((each) => (
          <li key={each.name} className={each.name === name ? 'playbook-mine' : ''}>
            <b>{own(each.title) || each.name}</b> {Math.round(each.score * 100)}% {each.pop_up && <span className="tag tag-done">{t('playbook.try_up')}</span>}
            <p className="quiet">{own(each.reason)}</p>
          </li>
        ))}
      </ol>
      {trial.path.length > 0 && <p className="quiet">{t('playbook.try_path', { n: taken })}</p>}
    </div>
  );
}
