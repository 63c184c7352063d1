import { Button } from 'antd';
import { useState } from 'react';
import type { PolicyFact, PolicyTerms } from '../api/wire';
import { useT } from '../i18n';
import { FactInput } from '../policy/fact_input';
import { factName, question, valueText } from '../policy/words';
import { Field } from '../ui/field';
import '../policy/policy.css';
import '../policy/said';

const few = 3;
const tapped = ['choice', 'yesno', 'labels', 'date'];

interface Props {
  found: { questions: { fact: string }[] };
  terms: PolicyTerms;
  said: Record<string, string>;
  onSay(name: string, value: string): void;
}

/** What has to be found out before more can be offered, the most useful first; and what was said, to be taken back. */
export function Questions({ found, terms, said, onSay }: Props) {
  const t = useT();
  const [all, setAll] = useState(false);
  const of = (name: string) => terms.facts.find((each) => each.name === name);
  const open = found.questions.map((each) => of(each.fact)).filter((each): each is PolicyFact => each !== undefined && !(each.name in said));
  const answered = Object.keys(said).map(of).filter((each): each is PolicyFact => each !== undefined);
  if (open.length === 0 && answered.length === 0) return null;
  return (
    <div className="option-questions" role="group" aria-label={t('option.asks')}>
      {open.length > 0 && <b>{t('option.asks')}</b>}
      {open.slice(0, all ? undefined : few).map((fact) => <Ask key={fact.name} fact={fact} onSay={(value) => onSay(fact.name, value)} />)}
      {open.length > few && <Button size="small" type="link" onClick={() => setAll(!all)}>{all ? t('option.fewer') : t('option.more', { n: open.length - few })}</Button>}
      {answered.length > 0 && (
        <ul className="option-said">
          {answered.map((fact) => (
            <li key={fact.name}>
              {factName(fact, fact.name)} <b>{valueText(fact, said[fact.name]!)}</b>
              <Button size="small" type="text" aria-label={t('option.forget', { fact: factName(fact, fact.name) })} onClick={() => onSay(fact.name, '')}>×</Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

// What is typed counts when the field is left or Enter is pressed; what is picked, at once.
function Ask({ fact, onSay }: { fact: PolicyFact; onSay(value: string): void }) {
  const [typed, setTyped] = useState('');
  const picked = tapped.includes(fact.type);
  const done = () => !picked && typed && onSay(typed);
  if (fact.type === 'yesno') {
    return (
      <div className="option-yesno" role="group" aria-label={question(fact)}>
        <span>{question(fact)}</span>
        {fact.values.map((each) => <Button key={each.code} size="small" onClick={() => onSay(each.code)}>{each.zh}</Button>)}
      </div>
    );
  }
  return (
    <Field label={question(fact)}>
      {(id) => (
        <div onBlur={done} onKeyDown={(event) => event.key === 'Enter' && (event.preventDefault(), done())}>
          <FactInput id={id} fact={fact} value={typed} onChange={(value) => (picked ? onSay(value) : setTyped(value))} />
        </div>
      )}
    </Field>
  );
}
