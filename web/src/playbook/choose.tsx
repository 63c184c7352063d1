import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import type { CaseFacts, ConversationDetail, PlaybookChoice, PlaybookGuide } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Failure, Loading } from '../ui/states';
import { choicesQuery, own } from './api';
import { useBegin } from './acts';

interface Props {
  detail: ConversationDetail;
  guide: PlaybookGuide;
  begin?: CaseFacts;
  onClose(): void;
}

/** Chooses a playbook by hand, those first that may fit. What is known comes along from the one that is left. */
export default function Choose({ detail, guide, begin, onClose }: Props) {
  const t = useT();
  const choices = useQuery(choicesQuery(detail.conversation.id));
  const [name, setName] = useState('');
  const [sought, setSought] = useState('');
  const chosen = choices.data?.find((each) => each.name === name);
  const go = useBegin(detail, guide, begin, chosen?.scenario);
  const proposal = guide.proposals.find((each) => each.name === name);
  const submit = () => go.mutate({
    name, how: proposal ? 'suggested' : 'hand', reason: proposal?.reason ?? { zh: '', en: '' }, instead: guide.run?.version ?? 0,
  }, { onSuccess: onClose });
  return (
    <Dialog title={t(guide.run ? 'guide.switch' : 'guide.choose')} ok={t(guide.case_id ? 'guide.begin' : 'guide.begin_case')} width={560} busy={go.isPending} error={go.error} disabled={!name} onOk={submit} onClose={onClose}>
      {guide.run && <p className="quiet">{t('guide.switch_hint')}</p>}
      <Input autoFocus allowClear value={sought} placeholder={t('guide.seek')} aria-label={t('guide.seek')} onChange={(event) => setSought(event.target.value)} />
      {!choices.data && (choices.error ? <Failure error={choices.error} retry={() => void choices.refetch()} /> : <Loading rows={4} />)}
      <ul className="guide-choices">
        {sorted(choices.data ?? [], guide, sought).map((each) => (
          <li key={each.name}>
            <button type="button" aria-pressed={each.name === name} onClick={() => setName(each.name)}>
              {own(each.title)}
              <em>{reasonOf(guide, each.name)}</em>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function sorted(all: PlaybookChoice[], guide: PlaybookGuide, sought: string): PlaybookChoice[] {
  const rank = (each: PlaybookChoice) => {
    const at = guide.proposals.findIndex(({ name }) => name === each.name);
    return at < 0 ? guide.proposals.length : at;
  };
  const words = sought.trim().toLowerCase();
  return all
    .filter(({ title, name }) => !words || `${title.zh} ${title.en} ${name}`.toLowerCase().includes(words))
    .sort((a, b) => rank(a) - rank(b));
}

function reasonOf(guide: PlaybookGuide, name: string): string {
  const found = guide.proposals.find((each) => each.name === name);
  return found ? own(found.reason) : '';
}
