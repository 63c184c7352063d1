import { StarOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Modal, Radio, Rate } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Case, Message, Rating } from '../api/wire';
import { useCaseChanged } from '../complaint/api';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { followUpQuery, markRating } from './api';

/** Takes what the buyer wrote after the closing as the rating that they did not tap. */
export function MarkRating({ message, complaint }: { message: Message; complaint: Case }) {
  const t = useT();
  const [marking, setMarking] = useState(false);
  const after = message.sender.kind === 'buyer' && message.text && complaint.closed_at && Date.parse(message.at) >= Date.parse(complaint.closed_at);
  const { data } = useQuery({ ...followUpQuery(complaint.id), enabled: Boolean(after) });
  if (!after || !data || data.ratings.some((each) => each.closed_at === complaint.closed_at)) return null;
  return (
    <>
      <Button size="small" className="mark-answer" icon={<StarOutlined />} onClick={() => setMarking(true)}>{t('rating.mark')}</Button>
      {marking && <MarkDialog message={message} complaint={complaint} onClose={() => setMarking(false)} />}
    </>
  );
}

function MarkDialog({ message, complaint, onClose }: { message: Message; complaint: Case; onClose(): void }) {
  const t = useT();
  const [score, setScore] = useState(0);
  const [repeated, setRepeated] = useState<Rating['repeated']>('');
  const [tried, setTried] = useState(false);
  const changed = useCaseChanged(complaint.conversation_id);
  const save = useMutation({
    mutationFn: () => markRating(complaint, message.seq, score, repeated),
    onSuccess: onClose,
    onSettled: () => changed(),
  });
  const submit = () => {
    setTried(true);
    if (score > 0) save.mutate();
  };
  return (
    <Modal open title={t('rating.mark_title')} okText={t('rating.mark_ok')} cancelText={t('act.cancel')} confirmLoading={save.isPending} onOk={submit} onCancel={onClose} mask={{ closable: false }}>
      <p className="quiet">{t('rating.mark_hint')}</p>
      <p className="said">{message.text}</p>
      <Choice label={t('rating.mark_score')} error={tried && score === 0 ? t('rating.mark_score_needed') : ''}>
        <Rate value={score} onChange={setScore} />
      </Choice>
      <Choice label={t('rating.mark_repeated')}>
        <Radio.Group value={repeated} onChange={(event) => setRepeated(event.target.value as Rating['repeated'])}
          options={(['', 'no', 'yes'] as const).map((value) => ({ value, label: t(value ? `rating.mark_${value}` : 'rating.mark_unsaid') }))} />
      </Choice>
      <Problem error={save.error} />
    </Modal>
  );
}

function Choice({ label, error, children }: { label: string; error?: string; children: ReactNode }) {
  return (
    <fieldset className={error ? 'field field-wrong mark-choice' : 'field mark-choice'}>
      <legend>{label}</legend>
      {children}
      {error && <p className="field-error" role="alert">{error}</p>}
    </fieldset>
  );
}
