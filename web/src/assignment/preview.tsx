import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useDeferredValue, useState } from 'react';
import type { AssignmentChoice, AssignmentVerdict } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { Failure, Loading } from '../ui/states';
import { previewQuery } from './api';
import { Load } from './members';
import { needs } from './needs';

/** A buyer is tried: who would get them, and why not the others. */
export function Preview({ shop }: { shop: string }) {
  const t = useT();
  const [words, setWords] = useState('');
  const [vip, setVip] = useState(false);
  const { data, error, refetch } = useQuery({ ...previewQuery(shop, useDeferredValue(words), vip), placeholderData: keepPreviousData });
  return (
    <section className="settings-part">
      <h2>{t('assignment.preview')}</h2>
      <p className="quiet">{t('assignment.preview_hint')}</p>
      <div className="assignment-try">
        <Input aria-label={t('assignment.preview_words')} placeholder={t('assignment.preview_words')} maxLength={200} value={words} onChange={(event) => setWords(event.target.value)} />
        <Checkbox checked={vip} onChange={(event) => setVip(event.target.checked)}>{t('assignment.preview_vip')}</Checkbox>
      </div>
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />)}
      {data && <Outcome choice={data} />}
    </section>
  );
}

function Outcome({ choice }: { choice: AssignmentChoice }) {
  const t = useT();
  return (
    <>
      <p className={choice.to ? 'assignment-next' : 'assignment-next assignment-nobody'} role="status">
        <b>{choice.to ? t('assignment.next', { name: choice.to.name }) : t('assignment.next_nobody')}</b>
        <span>{why(choice)}</span>
      </p>
      {choice.ignored.length > 0 && <p className="quiet">{t('assignment.ignored', { needs: needs(choice.ignored) })}</p>}
      <ul className="verdicts">{choice.verdicts.map((each) => <Verdict key={each.id} verdict={each} />)}</ul>
    </>
  );

  function why({ reason, needs: list }: AssignmentChoice): string {
    return reason === '' ? '' : t(`assignment.reason.${reason}`, { needs: needs(list) });
  }
}

function Verdict({ verdict }: { verdict: AssignmentVerdict }) {
  const t = useT();
  return (
    <li className={`verdict verdict-${verdict.standing}`}>
      <Avatar name={verdict.name} id={verdict.id} size={24} />
      <b>{verdict.name}</b>
      <Load member={verdict} />
      <span>{t(`assignment.standing.${verdict.standing}`, { state: t(`team.state.${verdict.state}`), missing: needs(verdict.missing) })}</span>
    </li>
  );
}
