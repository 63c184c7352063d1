import { useMutation } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { isConflict } from '../api/problem';
import type { Case, OptionCard, OptionFound, OptionsFound, PolicyTerms } from '../api/wire';
import { useCaseChanged } from '../complaint/api';
import { useT } from '../i18n';
import { remedyName } from '../policy/words';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { money } from '../ui/money';
import { sendOptions } from './api';
import { rangeOf } from './words';

interface Written {
  remedy: string;
  fen: number;
  text: string;
  extra: string;
}

interface Props {
  complaint: Case;
  found: OptionsFound;
  chosen: string[];
  said: Record<string, string>;
  terms: PolicyTerms;
  onSent(card: OptionCard): void;
  onClose(): void;
}

/** The card as the buyer will see it, with words and amounts that may still be changed. */
export function SendDialog({ complaint, found, chosen, said, terms, onSent, onClose }: Props) {
  const t = useT();
  const [intro, setIntro] = useState(found.intro);
  const [picks, setPicks] = useState(() => inOrder(found, chosen).map(written));
  const [key, setKey] = useState(newKey);
  const changed = useCaseChanged(complaint.conversation_id);
  const set = (remedy: string, part: Partial<Written>) => {
    setPicks(picks.map((each) => (each.remedy === remedy ? { ...each, ...part } : each)));
    setKey(newKey());
  };
  const send = useMutation({
    mutationFn: () => sendOptions(complaint.id, complaint.version, intro, picks.map(({ extra, ...rest }) => ({ ...rest, ...withExtra(found, extra) })), said, key),
    onSuccess: async (card) => {
      await changed();
      onSent(card);
      onClose();
    },
    onError: (error) => isConflict(error) && void changed(),
  });
  return (
    <Dialog title={t('option.send_title')} ok={t('option.send_ok')} busy={send.isPending} error={send.error} conflict={isConflict(send.error)} width={600} onOk={() => send.mutate()} onClose={onClose}>
      <Field label={t('option.intro')}>{(id) => <Input id={id} value={intro} maxLength={200} onChange={(event) => (setIntro(event.target.value), setKey(newKey()))} />}</Field>
      <ol className="option-sheet">
        {picks.map((each) => (
          <Write key={each.remedy} pick={each} option={found.items.find((item) => item.remedy === each.remedy)!} extras={found.extras} terms={terms} onSet={(part) => set(each.remedy, part)} />
        ))}
      </ol>
      <p className="quiet">{t('option.send_hint')}</p>
    </Dialog>
  );
}

const inOrder = (found: OptionsFound, chosen: string[]) => found.items.filter((each) => chosen.includes(each.remedy));
const written = ({ remedy, fen, text }: OptionFound): Written => ({ remedy, fen: fen ?? 0, text, extra: '' });

function withExtra(found: OptionsFound, remedy: string) {
  return remedy ? { extra: remedy, extra_fen: found.extras.find((each) => each.remedy === remedy)?.fen ?? 0 } : {};
}

interface WriteProps {
  pick: Written;
  option: OptionFound;
  extras: OptionFound[];
  terms: PolicyTerms;
  onSet(part: Partial<Written>): void;
}

function Write({ pick, option, extras, terms, onSet }: WriteProps) {
  const t = useT();
  const name = remedyName(terms, option.remedy);
  const range = rangeOf(option);
  const goes = extras.filter((each) => each.may_send);
  return (
    <li>
      <p>
        <b>{name}</b>
        {option.fen !== null && (range
          ? <InputNumber aria-label={t('option.amount_of', { remedy: name })} size="small" prefix="¥" min={Math.max(option.floor ?? 1, 1) / 100} max={option.cap! / 100} step={1} precision={2} value={pick.fen / 100} onChange={(value) => onSet({ fen: Math.round((value ?? 0) * 100) })} />
          : <strong>{money(option.fen)}</strong>)}
        {range && <span className="quiet">{range}</span>}
      </p>
      <Input.TextArea aria-label={t('option.text_of', { remedy: name })} value={pick.text} maxLength={200} autoSize={{ minRows: 1, maxRows: 4 }} onChange={(event) => onSet({ text: event.target.value })} />
      {goes.length > 0 && (
        <Select
          aria-label={t('option.extra_of', { remedy: name })} size="small" allowClear placeholder={t('option.extra')} value={pick.extra || undefined} popupMatchSelectWidth={false}
          options={goes.map((each) => ({ value: each.remedy, label: `${remedyName(terms, each.remedy)}${each.fen ? ` ${money(each.fen)}` : ''}` }))} onChange={(next?: string) => onSet({ extra: next ?? '' })}
        />
      )}
    </li>
  );
}
