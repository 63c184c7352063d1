import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import type { PolicyTerms, PolicyWeighed } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Field } from '../ui/field';
import { Failure, Loading, sentence } from '../ui/states';
import { caseQuery, termsQuery } from './api';
import { Decision } from './decision';
import { FactInput } from './fact_input';
import { factName, question, valueText } from './words';
import './said';
import './policy.css';

const few = 4; // questions at once

/** Range and reasons for a case. What the agent answers stays while the case is looked at. */
export default function Advice({ caseId }: { caseId: string }) {
  const [said, setSaid] = useState<Record<string, string>>({});
  return <Asked caseId={caseId} said={said} onSaid={setSaid} />;
}

interface AskedProps {
  caseId: string;
  /** What the agent has found out, by the names of facts. */
  said: Record<string, string>;
  onSaid(said: Record<string, string>): void;
}

/** Range and reasons for a case by what is known and said, with the questions that are open. */
export function Asked({ caseId, said, onSaid }: AskedProps) {
  const terms = useQuery(termsQuery);
  const { data, error, refetch } = useQuery({ ...caseQuery(caseId, said), placeholderData: keepPreviousData, retry: false });
  if (!terms.data || (!data && !error)) return terms.error ? <Failure error={terms.error} retry={() => void terms.refetch()} /> : <Loading rows={3} />;
  const say = (name: string, value: string) => {
    const rest = Object.fromEntries(Object.entries(said).filter(([each]) => each !== name));
    onSaid(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <div className="policy-advice">
      {data && <Decision decision={data.decision} terms={terms.data} />}
      {error && (Object.keys(said).length > 0 ? <p className="form-error" role="alert">{sentence(error)}</p> : <Failure error={error} retry={() => void refetch()} />)}
      {data && <Questions weighed={data} terms={terms.data} onSay={say} />}
      {data && <KnownFacts weighed={data} terms={terms.data} said={said} onForget={(name) => say(name, '')} />}
    </div>
  );
}

function Questions({ weighed, terms, onSay }: { weighed: PolicyWeighed; terms: PolicyTerms; onSay(name: string, value: string): void }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { questions } = weighed.decision;
  if (questions.length === 0) return null;
  return (
    <>
      <FactQuestions names={questions.slice(0, all ? undefined : few).map(({ fact }) => fact)} terms={terms} onSay={onSay} />
      {questions.length > few && <Button size="small" type="link" onClick={() => setAll(!all)}>{all ? t('policy.fewer') : t('policy.all_asks', { n: questions.length })}</Button>}
    </>
  );
}

/** Asks for facts. It may stand in a form, and is none itself. */
export function FactQuestions({ names, terms, onSay }: { names: string[]; terms: PolicyTerms; onSay(name: string, value: string): void }) {
  const t = useT();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const commit = (name: string, value: string) => {
    const fact = terms.facts.find((each) => each.name === name);
    setTyped({ ...typed, [name]: value });
    if (fact && ['choice', 'yesno', 'labels', 'date'].includes(fact.type)) onSay(name, value);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    Object.entries(typed).forEach(([name, value]) => value && onSay(name, value));
  };
  return (
    <div className="policy-questions" role="group" aria-label={t('policy.asks')} onKeyDown={enter}>
      <b>{t('policy.asks')}</b>
      {names.map((name) => {
        const fact = terms.facts.find((each) => each.name === name);
        if (!fact) return null;
        const written = ['money', 'percent', 'count'].includes(fact.type);
        return (
          <Field key={name} label={question(fact)}>
            {(id) => (
              <div onBlur={written ? () => typed[name] && onSay(name, typed[name]) : undefined}>
                <FactInput id={id} fact={fact} value={typed[name] ?? ''} onChange={(value) => commit(name, value)} />
              </div>
            )}
          </Field>
        );
      })}
    </div>
  );
}

function KnownFacts({ weighed, terms, said, onForget }: { weighed: PolicyWeighed; terms: PolicyTerms; said: Record<string, string>; onForget(name: string): void }) {
  const t = useT();
  return (
    <details className="policy-known">
      <summary>{t('policy.known', { n: weighed.facts.length })}</summary>
      <ul>
        {weighed.facts.map((each) => {
          const fact = terms.facts.find((one) => one.name === each.fact);
          return (
            <li key={each.fact}>
              {factName(fact, each.fact)}: {valueText(fact, each.value)} <span className="quiet">{tOr(`policy.known_from.${each.from}`, each.from)}</span>
              {each.fact in said && <Button size="small" type="link" onClick={() => onForget(each.fact)}>{t('policy.forget')}</Button>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
