import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { ProblemError } from '../api/problem';
import type { CaseFacts } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { sentence } from '../ui/states';
import { useStored } from '../ui/stored';
import { openCase, useCaseChanged } from './api';
import { FactsFields, noFacts } from './facts_fields';

interface Draft {
  facts: CaseFacts;
  /** The same for every attempt, so that the server opens one case. */
  key: string;
}

/** Opens a case, which may begin with facts to look over. What was filled in stays until the server has it. */
export function OpenForm({ conversationId, begin, onDone }: { conversationId: string; begin?: CaseFacts; onDone(): void }) {
  const t = useT();
  const [draft, setDraft] = useStored<Draft>(`anxin.case.${useMe().id}.${conversationId}`, { facts: begin ?? noFacts, key: '' });
  const filled = begin !== undefined && draft.key === '' && begin.scenario !== '';
  const [asked, setAsked] = useState(false);
  const changed = useCaseChanged(conversationId);
  const save = useMutation({
    mutationFn: () => openCase(conversationId, draft.facts, draft.key || newKey()),
    onSuccess: async () => {
      setDraft(undefined);
      await changed();
      onDone();
    },
  });
  const errors = { ...(save.error instanceof ProblemError ? save.error.fields : {}) };
  if (asked && !draft.facts.scenario) errors.scenario = t('case.scenario_needed');
  const submit = () => {
    setAsked(true);
    if (draft.facts.scenario) save.mutate();
  };
  const fill = (part: Partial<CaseFacts>) => setDraft({ facts: { ...draft.facts, ...part }, key: draft.key || newKey() });
  return (
    <section className="panel-part" aria-label={t('case.open')}>
      <header><h3>{t('case.open')}</h3></header>
      {filled && <p className="quiet">{t('heard.prefilled')}</p>}
      <FactsFields facts={draft.facts} errors={errors} onChange={fill} />
      {save.isError && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      <div className="form-acts">
        <Button onClick={onDone}>{t('act.cancel')}</Button>
        <Button type="primary" loading={save.isPending} onClick={submit}>{t('case.open_ok')}</Button>
      </div>
    </section>
  );
}
