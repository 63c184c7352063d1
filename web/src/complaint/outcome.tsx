import { CheckCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { Case, Commitment } from '../api/wire';
import { useT } from '../i18n';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { askOutcome, useCaseChanged } from './api';
import { outcomeState, unsettled, type OutcomeState } from './outcome_state';

interface Props {
  complaint: Case;
  commitments: Commitment[];
  zone: string;
  mayAsk: boolean;
}

/** Asks the buyer whether the matter is settled, once nothing is owed. */
export function Outcome({ complaint, commitments, zone, mayAsk }: Props) {
  const t = useT();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const state = outcomeState(complaint);
  const owed = unsettled(commitments, complaint.id);
  const asked = complaint.outcome_asked_at;
  return (
    <section className="panel-part" aria-label={t('outcome.title')}>
      <header><h3>{t('outcome.title')}</h3></header>
      <p className={`outcome-words outcome-${state}`}>
        {t(`outcome.${state}`)}
        {complaint.outcome_words && <q>{complaint.outcome_words}</q>}
        {state === 'asked' && asked && <em>{t('outcome.asked_at', { time: dayTime(Date.parse(asked), now, zone) })}</em>}
      </p>
      {mayAsk && askable(state) && (
        <>
          <Button block icon={<CheckCircleOutlined />} disabled={owed > 0} onClick={() => setAsking(true)}>{t('outcome.ask')}</Button>
          {owed > 0 && <p className="blocked">{t('outcome.blocked', { n: owed })}</p>}
        </>
      )}
      {asking && <AskDialog complaint={complaint} onClose={() => setAsking(false)} />}
    </section>
  );
}

function askable(state: OutcomeState): boolean {
  return state === 'not_asked' || state === 'declined';
}

function AskDialog({ complaint, onClose }: { complaint: Case; onClose(): void }) {
  const t = useT();
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  const ask = useMutation({
    mutationFn: () => askOutcome(complaint, text.trim()),
    onSuccess: async () => {
      await changed();
      onClose();
    },
    onError: (error) => isConflict(error) && void changed(),
  });
  const missing = tried && !text.trim() ? t('outcome.text_needed') : '';
  const submit = () => {
    setTried(true);
    if (text.trim()) ask.mutate();
  };
  return (
    <Modal open title={t('outcome.ask')} okText={t('outcome.ask_ok')} cancelText={t('act.cancel')} confirmLoading={ask.isPending} onOk={submit} onCancel={onClose} mask={{ closable: false }}>
      <p className="quiet">{t('outcome.ask_hint')}</p>
      <Field label={t('outcome.text')} required error={missing}>
        {(id) => <Input.TextArea id={id} autoFocus value={text} maxLength={1000} autoSize={{ minRows: 3, maxRows: 8 }} placeholder={t('outcome.text_hint')} onChange={(event) => setText(event.target.value)} />}
      </Field>
      {ask.isError && <p className="form-error" role="alert">{sentence(ask.error)}</p>}
    </Modal>
  );
}
