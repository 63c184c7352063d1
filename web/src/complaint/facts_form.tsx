import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { isChanged, ProblemError } from '../api/problem';
import type { Case, CaseFacts } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { sentence } from '../ui/states';
import { caseQuery, changeCase, useCaseChanged } from './api';
import { factsOf, typedOver, useTyped } from './facts_edit';
import { FactsFields } from './facts_fields';

/**
 * Changes the facts of a case. It starts from the version that was read; when
 * somebody else was faster, their values are fetched and what was typed stays.
 */
export function FactsForm({ complaint, onDone }: { complaint: Case; onDone(): void }) {
  const t = useT();
  const [base, setBase] = useState(complaint);
  const [typed, setTyped] = useTyped(useMe().id, complaint.id);
  const cache = useQueryClient();
  const changed = useCaseChanged(complaint.conversation_id);
  const close = () => {
    setTyped(undefined);
    onDone();
  };
  const save = useMutation({
    mutationFn: () => changeCase(base.id, base.version, typedOver(base, typed)),
    onSuccess: async () => {
      await changed();
      close();
    },
  });
  const reload = useMutation({
    mutationFn: () => cache.fetchQuery({ ...caseQuery(complaint.id), staleTime: 0 }),
    onSuccess: (fresh) => {
      setBase(fresh.case);
      save.reset();
    },
  });
  const conflict = isChanged(save.error);
  const facts = typedOver(base, typed);
  return (
    <>
      <FactsFields facts={facts} errors={save.error instanceof ProblemError ? save.error.fields : {}} onChange={(part) => setTyped({ ...typed, ...part })} />
      {conflict && (
        <div className="form-conflict" role="alert">
          <p>{t('case.conflict')}</p>
          <Button size="small" loading={reload.isPending} onClick={() => reload.mutate()}>{t('case.reload')}</Button>
        </div>
      )}
      {save.isError && !conflict && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      {reload.isError && <p className="form-error" role="alert">{sentence(reload.error)}</p>}
      <div className="form-acts">
        <Button onClick={close}>{t('act.cancel')}</Button>
        <Button type="primary" disabled={conflict || sameFacts(facts, factsOf(base))} loading={save.isPending} onClick={() => save.mutate()}>{t('act.save')}</Button>
      </div>
    </>
  );
}

function sameFacts(one: CaseFacts, other: CaseFacts): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
