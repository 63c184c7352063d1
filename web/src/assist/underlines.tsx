import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Finding } from '../api/wire';
import { family, runs } from './spans';
import './assist.css';

interface Props {
  text: string;
  findings: Finding[];
  /** The field that it lies behind. */
  area: RefObject<HTMLTextAreaElement | null>;
}

/** Lies behind a field with the same words, and underlines what was found in them. */
export function Underlines({ text, findings, area }: Props) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    const follow = () => {
      if (layer.current) layer.current.scrollTop = field.scrollTop;
    };
    follow();
    field.addEventListener('scroll', follow);
    return () => field.removeEventListener('scroll', follow);
  }, [area, text]);
  return (
    <div ref={layer} className="underlines" aria-hidden="true">
      {runs(text, findings).map(({ text: part, finding }, i) =>
        finding ? <u key={i} className={`found-${family(finding.category)} found-${finding.level}`}>{part}</u> : part,
      )}
      {'\n'}
    </div>
  );
}
