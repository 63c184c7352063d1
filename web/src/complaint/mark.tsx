import { CheckSquareOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import type { Case, Message } from '../api/wire';
import { useT } from '../i18n';
import { sentence } from '../ui/states';
import { act, useCaseChanged } from './api';

type Answer = 'understood' | 'corrected' | 'solved' | 'unsolved';

/** The answers that a message of the buyer may be, to a card of a case that waits for one. */
export function answersOf({ sender, at }: Message, complaint: Case | undefined): Answer[] {
  if (sender.kind !== 'buyer' || !complaint || complaint.stage === 'closed') return [];
  const { restatement, outcome, outcome_asked_at: asked } = complaint;
  if (outcome === 'asked' && asked && Date.parse(at) >= Date.parse(asked)) return ['solved', 'unsolved'];
  if (restatement?.state === 'asked' && restatement.asked_at && Date.parse(at) >= Date.parse(restatement.asked_at)) return ['understood', 'corrected'];
  return [];
}

/** Takes a message of the buyer as the answer that they did not tap. */
export function MarkAnswer({ message: said, complaint }: { message: Message; complaint?: Case }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useCaseChanged(complaint?.conversation_id ?? '');
  const mark = useMutation({
    mutationFn: ({ of, answer }: { of: Case; answer: Answer }) => run(of, said.seq, answer),
    onSettled: () => changed(),
    onError: (error) => message.error(sentence(error)),
  });
  const answers = answersOf(said, complaint);
  if (answers.length === 0 || !complaint) return null;
  const items = answers.map((key) => ({ key, label: t(`mark.${key}`), onClick: () => mark.mutate({ of: complaint, answer: key }) }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" className="mark-answer" icon={<CheckSquareOutlined />} loading={mark.isPending}>{t('mark.as_answer')}</Button>
    </Dropdown>
  );
}

function run(of: Case, seq: number, answer: Answer): Promise<Case> {
  if (answer === 'solved' || answer === 'unsolved') {
    return act('/api/cases/{id}/outcome/answer', of, { seq, solved: answer === 'solved' });
  }
  return act('/api/cases/{id}/restatement/answer', of, { seq, confirmed: answer === 'understood' });
}
