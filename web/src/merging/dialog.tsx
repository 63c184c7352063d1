import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, Input } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import type { Conversation, MergeCandidate } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { buyerName } from '../ui/buyer';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Empty, Failure, Loading } from '../ui/states';
import { ago } from '../ui/time';
import { walk } from '../ui/walk';
import { candidatesQuery, merge } from './api';
import { Outlook } from './outlook';
import { refreshBoth } from './undo';
import '../conversation/transfer.css';
import './merging.css';

interface Props {
  conversation: Conversation;
  onClose(): void;
  onMerged(into: string): void;
}

/** Chooses the conversation in which this one goes on, and shows what that means. */
export default function MergeDialog({ conversation, onClose, onMerged }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<MergeCandidate>();
  const [sure, setSure] = useState(false);
  const [asked, setAsked] = useState(false);
  // The same choice is the same merging, however often it is sent.
  const key = useMemo(() => ({ of: [chosen, conversation.version], key: newKey() }).key, [chosen, conversation.version]);
  const change = useChange({
    save: () => merge(conversation, chosen!, key),
    saved: async () => {
      void message.success(t('merging.done'));
      await refreshBoth(cache, [conversation.id, chosen!.conversation_id]);
      onClose();
      onMerged(chosen!.conversation_id);
    },
    refresh: () => Promise.all([
      refreshBoth(cache, [conversation.id, chosen!.conversation_id]),
      cache.invalidateQueries({ queryKey: ['merge-candidates', conversation.id] }),
    ]),
  });
  const submit = () => {
    setAsked(true);
    if (chosen && sure) change.mutate();
  };
  const choose = (next: MergeCandidate) => {
    if (next.conversation_id !== chosen?.conversation_id) setSure(false);
    setChosen(next);
  };
  return (
    <Dialog
      title={t('merging.title', { name: buyerName(conversation.customer) })} ok={t('merging.ok')} width={560}
      busy={change.isPending} error={change.error} conflict={change.conflict} onOk={submit} onClose={onClose}
    >
      <Field label={t('merging.into')} required error={asked && !chosen ? t('merging.into_missing') : ''}>
        {(id) => <Candidates id={id} conversation={conversation} chosen={chosen} onChoose={choose} />}
      </Field>
      {chosen && (
        <>
          <Outlook conversation={conversation} into={chosen} />
          <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>{t('merging.sure')}</Checkbox>
          {asked && !sure && <p className="field-error" role="alert">{t('merging.sure_missing')}</p>}
        </>
      )}
    </Dialog>
  );
}

/** What was typed, once the typing pauses. */
function usePaused(words: string): string {
  const [paused, setPaused] = useState(words);
  useEffect(() => {
    const soon = setTimeout(() => setPaused(words), 250);
    return () => clearTimeout(soon);
  }, [words]);
  return paused;
}

interface CandidatesProps {
  id: string;
  conversation: Conversation;
  chosen?: MergeCandidate;
  onChoose(candidate: MergeCandidate): void;
}

function Candidates({ id, conversation, chosen, onChoose }: CandidatesProps) {
  const t = useT();
  const [words, setWords] = useState('');
  const asked = usePaused(words).trim();
  const found = useQuery(candidatesQuery(conversation.id, asked));
  // What somebody else has changed meanwhile is chosen as it is now.
  const fresh = found.data?.find((each) => each.conversation_id === chosen?.conversation_id);
  useEffect(() => {
    if (fresh && fresh.version !== chosen?.version) onChoose(fresh);
  }, [fresh, chosen, onChoose]);
  return (
    <>
      <Input value={words} maxLength={60} aria-label={t('merging.find')} placeholder={t('merging.find')} onPressEnter={(event) => event.preventDefault()} onChange={(event) => setWords(event.target.value)} />
      {found.isPending && <Loading rows={3} avatar />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.length === 0 && <Empty title={t(asked ? 'merging.none_found' : 'merging.none')} hint={t(asked ? 'merging.none_found_hint' : 'merging.none_hint')} />}
      {found.data && found.data.length > 0 && (
        <div id={id} className="colleagues" role="radiogroup" aria-label={t('merging.into')} onKeyDown={walk}>
          {found.data.map((each) => (
            <Candidate key={each.conversation_id} candidate={each} zone={conversation.shop.zone} on={each.conversation_id === chosen?.conversation_id} onChoose={() => onChoose(each)} />
          ))}
        </div>
      )}
    </>
  );
}

function Candidate({ candidate, zone, on, onChoose }: { candidate: MergeCandidate; zone: string; on: boolean; onChoose(): void }) {
  const t = useT();
  const { customer, alike, preview, last_at: at, assignee } = candidate;
  return (
    <button type="button" role="radio" aria-checked={on} className="colleague candidate" onClick={onChoose}>
      <Avatar name={buyerName(customer)} id={customer.id} size={30} />
      <span className="candidate-body">
        <span>
          <span className="colleague-name">{buyerName(customer)}</span>
          {alike && <span className="tag tag-alike">{t(`merging.alike.${alike}`)}</span>}
          {candidate.case && <span className="candidate-case">{t('case.numbered', { number: candidate.case.number })}</span>}
        </span>
        <span className="candidate-last">{preview}</span>
      </span>
      <span className="colleague-load"><time dateTime={at}>{ago(Date.parse(at), now(), zone)}</time><span>{assignee?.name ?? t('thread.nobody')}</span></span>
    </button>
  );
}
