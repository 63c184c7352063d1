import { SearchOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { Hit } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { hitsQuery, type Look } from './api';
import { Filters } from './filters';
import { hitIcon, hitSender, hitTitle, isName, Snippet } from './hit';
import '../ui/settings.css';
import './search.css';

interface Props {
  look: Look;
  zone: string;
  onLook(look: Look): void;
  /** Where a hit leads, "" if nowhere. */
  address(hit: Hit): string;
  onOpen(hit: Hit): void;
}

/** Messages, cases, customers and colleagues by the words in them, newest first. */
export function SearchPage({ look, zone, onLook, address, onOpen }: Props) {
  const t = useT();
  return (
    <main className="page search-page" onKeyDown={steps}>
      <header className="page-head"><div><h1>{t('search.title')}</h1><p>{t('search.hint')}</p></div></header>
      <Words key={look.q} words={look.q ?? ''} onWords={(q) => onLook({ ...look, q: q || undefined })} />
      <Filters look={look} onLook={onLook} />
      {look.q ? <Found look={look} zone={zone} address={address} onOpen={onOpen} onClear={() => onLook({ q: look.q })} /> : <div className="page-card"><Tips /></div>}
    </main>
  );
}

function Words({ words, onWords }: { words: string; onWords(words: string): void }) {
  const t = useT();
  const [typed, setTyped] = useState(words);
  return (
    <Input.Search
      className="search-words" size="large" autoFocus enterButton prefix={<SearchOutlined />} maxLength={200} aria-label={t('search.words')}
      placeholder={t('search.placeholder')} value={typed} onChange={(event) => setTyped(event.target.value)} onSearch={(next) => onWords(next.trim())}
    />
  );
}

/** How many hits fill a screen, and how many short pages are read for them unasked. */
const enough = 10;
const unasked = 6;

function Found({ look, zone, address, onOpen, onClear }: Pick<Props, 'look' | 'zone' | 'address' | 'onOpen'> & { onClear(): void }) {
  const t = useT();
  const hits = useInfiniteQuery(hitsQuery(look, zone));
  const { hasNextPage, isFetching, fetchNextPage } = hits;
  const list = hits.data?.pages.flatMap((page) => page.items) ?? [];
  const pages = hits.data?.pages.length ?? 0;
  const short = hasNextPage && list.length < enough && pages < unasked;
  useEffect(() => {
    if (short && !isFetching) void fetchNextPage();
  }, [short, isFetching, fetchNextPage]);
  const narrowed = Object.entries(look).some(([key, value]) => key !== 'q' && value);
  return (
    <div className="page-card" aria-busy={isFetching}>
      {hits.isPending && <Loading rows={5} />}
      {hits.isError && list.length === 0 && <Failure error={hits.error} retry={() => void hits.refetch()} />}
      {hits.isSuccess && list.length === 0 && !short && (
        <Empty
          icon={<SearchOutlined />} title={t('search.none', { words: look.q ?? '' })} hint={t(narrowed ? 'search.none_narrowed' : 'search.none_hint')}
          action={narrowed && <Button size="small" onClick={onClear}>{t('search.widen')}</Button>}
        />
      )}
      {list.length > 0 && (
        <ul className="hits" aria-label={t('search.results')}>
          {list.map((hit) => <Row key={`${hit.kind}/${hit.ref}`} hit={hit} zone={zone} address={address(hit)} onOpen={() => onOpen(hit)} />)}
        </ul>
      )}
      {hasNextPage && !short && <Button type="text" block loading={hits.isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('notice.more')}</Button>}
    </div>
  );
}

function Row({ hit, zone, address, onOpen }: { hit: Hit; zone: string; address: string; onOpen(): void }) {
  const t = useT();
  const now = useNow();
  const sender = hitSender(hit);
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <li>
      <a className="hit" href={address} onClick={open}>
        <span className="hit-icon" aria-hidden>{hitIcon(hit)}</span>
        <span className="hit-body">
          <span className="hit-head">
            <b>{isName(hit) && hit.snippet.some((part) => part.hit) ? <Snippet hit={hit} /> : hitTitle(hit)}</b>
            <em>{t(`search.kind.${hit.kind}`)}</em>
            {hit.kind === 'case' && <em>{t(hit.closed ? 'search.state.closed' : 'search.state.open')}</em>}
            {sender && <span className="quiet">{sender}</span>}
          </span>
          {!isName(hit) && <span className="hit-text"><Snippet hit={hit} /></span>}
        </span>
        <span className="hit-side">
          {!isName(hit) && <time dateTime={hit.at}>{dayTime(Date.parse(hit.at), now, zone)}</time>}
          <span>{hit.shop.name}</span>
        </span>
      </a>
    </li>
  );
}

function Tips() {
  const t = useT();
  return (
    <div className="search-tips">
      <Empty icon={<SearchOutlined />} title={t('search.tips')} />
      <ul>
        {(['words', 'number', 'phrase', 'pinyin'] as const).map((tip) => <li key={tip}>{t(`search.tip.${tip}`)}</li>)}
      </ul>
    </div>
  );
}

/** The arrow keys go from the words to the hits and along them. */
function steps(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const at = document.activeElement;
  const inWords = at instanceof HTMLInputElement && at.closest('.search-words') !== null;
  if (step === 0 || event.nativeEvent.isComposing || !(inWords || at?.classList.contains('hit'))) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.hit')];
  const next = inWords ? (step > 0 ? 0 : -1) : all.indexOf(at as HTMLElement) + step;
  if (next >= 0) all[next]?.focus();
  else event.currentTarget.querySelector<HTMLElement>('.search-words input')?.focus();
}
