import { ThunderboltOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Tooltip } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import type { QuickReplyOffer } from '../api/wire';
import { useT } from '../i18n';
import { offersQuery, takeReply } from './api';
import { matching, sought } from './match';
import './slash.css';

// A slash at the beginning of an answer calls the quick replies; so does the button.

interface Field {
  conversation: string;
  text: string;
  /** False in a note. */
  on: boolean;
  /** Takes the place of the whole draft, and what stands from there to there is chosen. */
  rewrite(words: string, from: number, to: number): void;
  insert(words: string): void;
}

export interface Slash {
  matches: QuickReplyOffer[];
  open: boolean;
  none: boolean;
  at: number;
  key(event: KeyboardEvent): boolean;
  choose(offer: QuickReplyOffer): void;
  toggle(): void;
}

const takeable = (offer: QuickReplyOffer) => offer.state !== 'over' && offer.state !== 'not_yet';

export function useSlash({ conversation, text, on, rewrite, insert }: Field): Slash {
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState('');
  const [forced, setForced] = useState(false);
  const words = on ? sought(text) : null;
  const open = on && (forced || (words !== null && closed !== text));
  const { data } = useQuery(offersQuery(conversation, open));
  const matches = open && data ? matching(data.items, words ?? '') : [];
  const take = useTake(conversation, ({ text: filled }) => {
    setForced(false);
    if (words === null && text !== '') return insert(filled);
    const gap = /\{[^{}]+\}/u.exec(filled);
    rewrite(filled, gap ? gap.index : filled.length, gap ? gap.index + gap[0].length : filled.length);
  });
  const chosen = Math.max(0, Math.min(at, matches.length - 1));
  const close = () => (setForced(false), setClosed(text));
  const choose = (offer: QuickReplyOffer) => takeable(offer) && !take.isPending && take.mutate(offer.id);
  const key = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing || event.keyCode === 229) return false;
    if (event.key === 'Escape') close();
    else if (matches.length === 0) return false;
    else if (event.key === 'ArrowDown') setAt((chosen + 1) % matches.length);
    else if (event.key === 'ArrowUp') setAt((chosen + matches.length - 1) % matches.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(matches[chosen]!);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { matches, open, none: open && data !== undefined && matches.length === 0, at: chosen, key, choose, toggle: () => setForced(!open) };
}

/** Asks the server, who knows whether it still holds, for the words as they are now. */
function useTake(conversation: string, taken: (offer: QuickReplyOffer) => void) {
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (id: string) => takeReply(id, conversation),
    onSuccess: taken,
    onError: (error) => void message.error(error.message),
  });
}

export function SlashButton({ slash }: { slash: Slash }) {
  const t = useT();
  return (
    <Tooltip title={t('quick_reply.hint')}>
      <Button type="text" aria-label={t('quick_reply.title')} aria-expanded={slash.open} icon={<ThunderboltOutlined />} onMouseDown={(event) => event.preventDefault()} onClick={slash.toggle} />
    </Tooltip>
  );
}

export function SlashList({ slash }: { slash: Slash }) {
  const t = useT();
  if (!slash.none && slash.matches.length === 0) return null;
  return (
    <div className="slash">
      {slash.none && <p className="quiet">{t('quick_reply.none')}</p>}
      <ul role="listbox" aria-label={t('quick_reply.title')}>
        {slash.matches.map((offer, index) => <Line key={offer.id} offer={offer} chosen={index === slash.at} choose={() => slash.choose(offer)} />)}
      </ul>
      <p className="slash-foot"><span>{t('quick_reply.keys')}</span><a href="/replies" target="_blank" rel="noreferrer">{t('quick_reply.manage')}</a></p>
    </div>
  );
}

function Line({ offer, chosen, choose }: { offer: QuickReplyOffer; chosen: boolean; choose(): void }) {
  const t = useT();
  return (
    <li role="option" aria-selected={chosen} aria-disabled={!takeable(offer)} onMouseDown={(event) => (event.preventDefault(), choose())}>
      <b>{offer.title}</b>
      {offer.group && <span className="slash-group">{offer.group}</span>}
      {offer.state !== 'holds' && <span className={`tag ${takeable(offer) ? 'tag-high' : ''}`}>{t(`quick_reply.state.${offer.state}`)}</span>}
      <span className="slash-words">{offer.text}</span>
    </li>
  );
}
