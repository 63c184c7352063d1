import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { threadQuery } from '../conversation/api';
import { useT } from '../i18n';
import { own } from './api';
import { FactField } from './fact_field';
import { usePut, type BodyProps } from './step';
import { spoken } from './words';

/** A question: its words go into the answer, and what the buyer says is taken down once. */
export function AskStep(props: BodyProps) {
  const t = useT();
  const { step, run, english, guide, detail, save, mark, skip } = props;
  const put = usePut(props);
  const known = run.known.find((each) => each.name === step.fact);
  const fact = run.facts.find((each) => each.name === step.fact);
  const [value, setValue] = useState(known?.value ?? '');
  const last = useLastWords(detail.conversation.id);
  const words = spoken(step, english, guide.restatement);
  const keep = (given: string) => mark({ state: 'put' }, [{ name: step.fact!, value: given, seq: last?.seq }]);
  const enter = (given: string) => (fact?.type === 'yesno' && given ? keep(given) : setValue(given));
  return (
    <>
      <p className="guide-words">{words}</p>
      {step.state === 'put' && <p className="quiet">{t('guide.waits')}</p>}
      {fact && (
        <div className="guide-answer">
          <label>{own(fact.title)}</label>
          <FactField fact={fact} label={own(fact.title)} value={value} onChange={enter} />
          {fact.type === 'text' && last && !value && <button type="button" className="guide-quote" title={t('guide.take_words')} onClick={() => setValue(last.text.slice(0, 500))}>“{last.text}”</button>}
        </div>
      )}
      <div className="guide-acts">
        {value && fact?.type !== 'yesno' && <Button size="small" type="primary" loading={save.isPending} onClick={() => keep(value)}>{t('guide.keep')}</Button>}
        <Button size="small" type={value ? 'default' : 'primary'} onClick={() => put(words)}>{t('guide.put')}</Button>
        {skip}
      </div>
    </>
  );
}

/** What the buyer said last. */
function useLastWords(conversation: string): { text: string; seq: number } | undefined {
  const { data } = useQuery(threadQuery(useQueryClient(), conversation));
  return data?.messages.findLast((each) => each.sender.kind === 'buyer' && each.text !== '' && !each.recalled_at);
}
