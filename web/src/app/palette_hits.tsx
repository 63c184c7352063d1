import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useT } from '../i18n';
import { firstQuery } from '../search/api';
import { hitIcon, hitTitle, isName, Snippet } from '../search/hit';
import type { Command } from './commands';
import { useHits } from './hits';

/** How long, in ms, one may pause in a word. */
const pause = 180;

/** What the server finds for the words, the first of each kind, and the way to all of it. */
export function useFound(words: string, known: Command[]): Command[] {
  const t = useT();
  const navigate = useNavigate();
  const { open } = useHits();
  const settled = useSettled(words.trim());
  const { data = [] } = useQuery(firstQuery(settled));
  const q = words.trim();
  if (q === '') return [];
  const listed = new Set(known.map((each) => each.id));
  const hits = data.filter((hit) => hit.kind !== 'customer' || !listed.has(hit.conversation_id)).map((hit): Command => ({
    id: `${hit.kind}-${hit.ref.replace(/[^\w-]/g, '-')}`, icon: hitIcon(hit), name: hitTitle(hit), keys: t(`search.kind.${hit.kind}`),
    shown: isName(hit) ? hit.shop.name : <Snippet hit={hit} />, run: () => open(hit),
  }));
  const all: Command = {
    id: 'search', icon: <SearchOutlined />, name: t('search.all', { words: q }), run: () => void navigate({ to: '/search', search: { q } }),
  };
  return [...hits, all];
}

/** The words once somebody has stopped typing. */
function useSettled(words: string): string {
  const [settled, setSettled] = useState(words);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(words), pause);
    return () => clearTimeout(timer);
  }, [words]);
  return settled;
}
