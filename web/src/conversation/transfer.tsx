import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import type { TeamMember, TransferDraft } from '../api/wire';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Empty, Failure, Loading } from '../ui/states';
import { walk } from '../ui/walk';
import { teamQuery } from '../team/api';
import { State } from '../team/state';
import './transfer.css';

const reasons = ['specialist', 'shift', 'busy', 'escalation', 'buyer_asked', 'other'] as const;
type Reason = (typeof reasons)[number];

interface Props {
  shop: string;
  /** Who needs not be offered. */
  besides: string[];
  /** How many conversations go over, if not one. */
  many?: number;
  busy: boolean;
  error: unknown;
  onOk(draft: TransferDraft): void;
  onClose(): void;
}

/** To whom, why, and what they should know. What was chosen outlives a failure. */
export default function TransferDialog({ shop, besides, many = 1, busy, error, onOk, onClose }: Props) {
  const t = useT();
  const [to, setTo] = useState('');
  const [reason, setReason] = useState<Reason>();
  const [words, setWords] = useState('');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const wrong = {
    to: to ? '' : t('transfer.to_missing'),
    reason: reason ? '' : t('transfer.reason_missing'),
    words: reason === 'other' && !words.trim() ? t('transfer.words_missing') : '',
  };
  const submit = () => {
    setAsked(true);
    if (wrong.to || wrong.reason || wrong.words || !reason) return;
    onOk({ assignee_id: to, reason, reason_words: reason === 'other' ? words.trim() : '', note: note.trim() });
  };
  return (
    <Dialog
      title={many > 1 ? t('transfer.title_many', { n: many }) : t('transfer.title')} ok={t('transfer.ok')}
      busy={busy} error={error} width={520} onOk={submit} onClose={onClose}
    >
      <Field label={t('transfer.to')} required error={asked ? wrong.to : ''}>
        {(id) => <Colleagues id={id} shop={shop} besides={besides} value={to} onChange={setTo} />}
      </Field>
      <Field label={t('transfer.reason')} required error={asked ? wrong.reason || wrong.words : ''}>
        {() => (
          <>
            <div className="chips" role="radiogroup" aria-label={t('transfer.reason')}>
              {reasons.map((each) => (
                <button key={each} type="button" role="radio" aria-checked={reason === each} onClick={() => setReason(each)}>{t(`assign_reason.${each}`)}</button>
              ))}
            </div>
            {reason === 'other' && (
              <Input className="reason-words" autoFocus value={words} maxLength={60} aria-label={t('transfer.words')} placeholder={t('transfer.words')} onChange={(event) => setWords(event.target.value)} />
            )}
          </>
        )}
      </Field>
      <Field label={t('transfer.note')} hint={t('transfer.note_hint')}>
        {(id) => <Input.TextArea id={id} value={note} maxLength={500} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => setNote(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

const states = ['online', 'break', 'offline'];

/** Those who are there first, and of them those with the least to do. */
function inOrder(team: TeamMember[]): TeamMember[] {
  return [...team].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state) || a.open_conversations - b.open_conversations);
}

interface ColleaguesProps {
  id: string;
  shop: string;
  besides: string[];
  value: string;
  onChange(id: string): void;
}

function Colleagues({ id, shop, besides, value, onChange }: ColleaguesProps) {
  const t = useT();
  const team = useQuery({ ...teamQuery(shop), refetchOnMount: 'always' });
  const [words, setWords] = useState('');
  if (team.isPending) return <Loading rows={3} avatar />;
  if (team.isError) return <Failure error={team.error} retry={() => void team.refetch()} />;
  const all = inOrder(team.data.filter((each) => !besides.includes(each.id)));
  if (all.length === 0) return <Empty title={t('transfer.nobody')} hint={t('transfer.nobody_hint')} />;
  const shown = all.filter((each) => each.name.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <>
      {all.length > 6 && (
        <Input allowClear size="small" value={words} aria-label={t('transfer.find')} placeholder={t('transfer.find')} onChange={(event) => setWords(event.target.value)} />
      )}
      <div id={id} className="colleagues" role="radiogroup" aria-label={t('transfer.to')} onKeyDown={walk}>
        {shown.map((each) => <Colleague key={each.id} member={each} on={each.id === value} onChoose={() => onChange(each.id)} />)}
        {shown.length === 0 && <p className="quiet">{t('transfer.not_found')}</p>}
      </div>
    </>
  );
}

function Colleague({ member, on, onChoose }: { member: TeamMember; on: boolean; onChoose(): void }) {
  const t = useT();
  const me = useMe();
  return (
    <button type="button" role="radio" aria-checked={on} className="colleague" onClick={onChoose}>
      <Avatar name={member.name} id={member.id} size={26} />
      <span className="colleague-name">{member.name}{me.id === member.id && ` (${t('filter.me')})`}</span>
      <span className="colleague-state"><State state={member.state} /></span>
      <span className="grow" />
      <span className="colleague-load">{t('transfer.load', { n: member.open_conversations })}</span>
    </button>
  );
}
