import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useT } from '../i18n';
import { teamQuery } from '../team/api';

// In a note, @ calls a colleague: who is called is told.

export interface Member {
  id: string;
  name: string;
}

export function useTeam(shop: string, wanted: boolean): Member[] {
  const team = useQuery({ ...teamQuery(shop), enabled: wanted, staleTime: 60_000 });
  return team.data ?? [];
}

/** The beginning of a name that stands before the caret after an @, or null. */
export function beginning(text: string, caret: number): string | null {
  return /(?:^|[^\w])@([^\s@]{0,20})$/u.exec(text.slice(0, caret))?.[1] ?? null;
}

/** Those whose name, after an @, stands in the text; of names that begin alike the longest is meant. */
export function mentioned(text: string, team: Member[]): string[] {
  let left = text;
  const called = [...team].sort((a, b) => b.name.length - a.name.length).filter(({ name }) => {
    const before = left;
    left = left.replaceAll(`@${name}`, '@ ');
    return left !== before;
  });
  return called.map(({ id }) => id);
}

export interface Mentions {
  matches: Member[];
  at: number;
  /** Takes a key of the list; false leaves it to the field. */
  key(event: KeyboardEvent): boolean;
  choose(member: Member): void;
}

/** The colleagues who may be meant at the caret, and which is chosen. */
export function useMentions(text: string, caret: number, team: Member[], insert: (name: string, typed: number) => void): Mentions {
  const [at, setAt] = useState(0);
  const [closed, setClosed] = useState('');
  const typed = beginning(text, caret);
  const matches = typed === null || closed === text ? [] : team.filter(({ name }) => name.includes(typed)).slice(0, 6);
  const choose = (member: Member) => insert(member.name, typed?.length ?? 0);
  const chosen = Math.min(at, matches.length - 1);
  const key = (event: KeyboardEvent): boolean => {
    if (matches.length === 0 || event.nativeEvent.isComposing || event.keyCode === 229) return false;
    if (event.key === 'ArrowDown') setAt((chosen + 1) % matches.length);
    else if (event.key === 'ArrowUp') setAt((chosen + matches.length - 1) % matches.length);
    else if (event.key === 'Escape') setClosed(text);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(matches[chosen]!);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { matches, at: chosen, key, choose };
}

export function MentionList({ mentions }: { mentions: Mentions }) {
  const t = useT();
  if (mentions.matches.length === 0) return null;
  return (
    <ul className="mentions" role="listbox" aria-label={t('note.mention')}>
      {mentions.matches.map((member, index) => (
        <li
          key={member.id} role="option" aria-selected={index === mentions.at}
          onMouseDown={(event) => (event.preventDefault(), mentions.choose(member))}
        >
          {member.name}
        </li>
      ))}
    </ul>
  );
}
