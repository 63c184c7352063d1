import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { Case, OptionCard, OptionFound, OptionsFound, PolicyTerms } from '../api/wire';
import { t as say, tOr, useT } from '../i18n';
import { termsQuery } from '../policy/api';
import { remedyName } from '../policy/words';
import { money } from '../ui/money';
import { Failure, Loading, sentence } from '../ui/states';
import { foundQuery } from './api';
import { Questions } from './questions';
import { SendDialog } from './send_dialog';
import { costOf, rangeOf, reasonsOf } from './words';
import './option.css';
import './said';

const most = 3;

interface FinderProps {
  complaint: Case;
  /** Remedies that are ticked at first, as far as they may be offered. */
  prefer?: string[];
  onSent(card: OptionCard): void;
}

/** What may be offered now, by what the agent finds out; up to three are sent on a card. */
export function Finder({ complaint, prefer, onSent }: FinderProps) {
  const t = useT();
  const [said, setSaid] = useState<Record<string, string>>({});
  const [taken, setTaken] = useState<string[] | null>(null);
  const [sending, setSending] = useState(false);
  const terms = useQuery(termsQuery);
  const { data, error, refetch } = useQuery({ ...foundQuery(complaint.id, said), placeholderData: keepPreviousData, retry: false });
  if (!terms.data || (!data && !error)) return terms.error ? <Failure error={terms.error} retry={() => void terms.refetch()} /> : <Loading rows={3} />;
  const answer = (name: string, value: string) => {
    const rest = Object.fromEntries(Object.entries(said).filter(([each]) => each !== name));
    setSaid(value ? { ...rest, [name]: value } : rest);
  };
  if (!data) return Object.keys(said).length > 0 ? <p className="form-error" role="alert">{sentence(error)}</p> : <Failure error={error} retry={() => void refetch()} />;
  const chosen = (taken ?? proposed(data, prefer)).filter((each) => data.items.some((item) => item.remedy === each && item.may_send));
  const take = (remedy: string, on: boolean) => setTaken(on ? [...chosen, remedy] : chosen.filter((each) => each !== remedy));
  return (
    <div className="option-finder">
      <Questions found={data} terms={terms.data} said={said} onSay={answer} />
      {error && <p className="form-error" role="alert">{sentence(error)}</p>}
      <Money found={data} />
      <List items={data.items.filter((each) => each.rank !== 'other')} terms={terms.data} chosen={chosen} onTake={take} />
      <Others items={data.items.filter((each) => each.rank === 'other')} terms={terms.data} chosen={chosen} onTake={take} />
      <Rest found={data} terms={terms.data} />
      <Button type="primary" block disabled={chosen.length === 0} onClick={() => setSending(true)}>{t('option.send_n', { n: chosen.length })}</Button>
      {sending && <SendDialog complaint={complaint} found={data} chosen={chosen} said={said} terms={terms.data} onSent={onSent} onClose={() => setSending(false)} />}
    </div>
  );
}

interface ListProps {
  items: OptionFound[];
  terms: PolicyTerms;
  chosen: string[];
  onTake(remedy: string, on: boolean): void;
}

function List({ items, terms, chosen, onTake }: ListProps) {
  return (
    <ul className="options">
      {items.map((each) => <Found key={each.remedy} option={each} terms={terms} checked={chosen.includes(each.remedy)} full={chosen.length >= most} onTake={(on) => onTake(each.remedy, on)} />)}
    </ul>
  );
}

/** What may be offered besides the three; few look at it. */
function Others(props: ListProps) {
  const t = useT();
  if (props.items.length === 0) return null;
  return (
    <details className="option-left-out">
      <summary>{t('option.rest', { n: props.items.length })}</summary>
      <List {...props} />
    </details>
  );
}

// Those that are wished for, else the first three, as far as the agent may send them.
function proposed({ items }: OptionsFound, prefer: string[] = []): string[] {
  const may = items.filter((each) => each.may_send);
  const wished = may.filter((each) => prefer.includes(each.remedy)).slice(0, most);
  return (wished.length > 0 ? wished : may.filter((each) => each.rank !== 'other')).map((each) => each.remedy);
}

function Money({ found }: { found: OptionsFound }) {
  const t = useT();
  if (found.paid_fen === null) return <p className="option-money quiet">{t('option.paid_unknown')}</p>;
  return (
    <p className="option-money">
      {t('option.paid', { money: money(found.paid_fen) })}
      {found.given_fen > 0 && ` · ${t('option.given', { money: money(found.given_fen) })} · ${t('option.left', { money: money(found.left_fen ?? 0) })}`}
      {found.freight !== '' && ` · ${tOr(`option.freight.${found.freight}`, found.freight)}`}
    </p>
  );
}

interface FoundProps {
  option: OptionFound;
  terms: PolicyTerms;
  checked: boolean;
  full: boolean;
  onTake(on: boolean): void;
}

function Found({ option, terms, checked, full, onTake }: FoundProps) {
  const t = useT();
  const name = remedyName(terms, option.remedy);
  const asks = option.questions.map((each) => terms.facts.find((fact) => fact.name === each)?.zh ?? each);
  return (
    <li className={`option option-${option.rank}${option.ready ? '' : ' option-open'}`}>
      <Checkbox checked={checked} disabled={!option.may_send || (full && !checked)} onChange={(event) => onTake(event.target.checked)} aria-label={name} />
      <div>
        <p>
          {option.rank !== 'other' && <span className="option-rank">{t(`option.rank.${option.rank}`)}</span>}
          <b>{name}</b>
          {option.fen !== null && <strong>{money(option.fen)}</strong>}
          {!option.ready && <span className="option-tag option-tag-open">{t('option.open')}</span>}
          {option.approval && <span className="option-tag">{t('option.needs', { who: roleOf(terms, option.approval) })}</span>}
        </p>
        {!option.ready && <p className="option-asks">{t('option.ask_first', { facts: asks.join(say('option.comma')) })}</p>}
        <p className="option-why">{[...reasonsOf(option), rangeOf(option)].filter(Boolean).join(' · ')}</p>
        {option.ready && costOf(option) && <p className="option-cost">{costOf(option)}</p>}
        {option.rules.length > 0 && <Rules option={option} />}
      </div>
    </li>
  );
}

const roleOf = (terms: PolicyTerms, code: string) => terms.approvals.find((each) => each.code === code)?.zh ?? code;

function Rules({ option }: { option: OptionFound }) {
  const t = useT();
  return (
    <details>
      <summary>{t('option.rules', { n: option.rules.length })}</summary>
      <ul>{option.rules.map((each) => <li key={each.ref}>{each.name} {each.article && <em>{each.article}</em>}</li>)}</ul>
      {option.note && <p>{option.note}</p>}
    </details>
  );
}

/** What goes with the others, and what is not offered. */
function Rest({ found, terms }: { found: OptionsFound; terms: PolicyTerms }) {
  const t = useT();
  return (
    <>
      {found.extras.length > 0 && <p className="quiet">{t('option.extras', { all: found.extras.map((each) => remedyName(terms, each.remedy)).join(say('option.comma')) })}</p>}
      {found.left_out.length > 0 && (
        <details className="option-left-out">
          <summary>{t('option.left_out', { n: found.left_out.length })}</summary>
          <ul>{found.left_out.map((each) => <li key={each.remedy + each.code}><b>{remedyName(terms, each.remedy)}</b> {tOr(`option.why.${each.code}`, each.code)}</li>)}</ul>
        </details>
      )}
    </>
  );
}
