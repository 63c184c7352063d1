import { QuestionCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import type { PasteMessage, PastePreview } from '../api/wire';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { clockTime, dayName } from '../ui/time';
import { blocks, type As, type Side, type UnsureLine } from './pasting';

interface Props {
  preview: PastePreview;
  zone: string;
  onFlip(name: string, side: Side): void;
  onLine(line: number, as: As): void;
  onUndo?(): void;
}

/** What was read in a chat, to be looked over: who is who, what is new, and what is not sure. */
export function PasteView({ preview, zone, onFlip, onLine, onUndo }: Props) {
  const t = useT();
  const all = useMemo(() => blocks(preview), [preview]);
  const unsure = preview.lines.filter((each) => each.role === 'unsure').length;
  const noise = preview.lines.filter((each) => each.role === 'noise').length;
  return (
    <div className="paste-view">
      <Speakers preview={preview} onFlip={onFlip} />
      {preview.stranger && <p className="paste-stranger" role="alert">{t('paste.stranger', { name: preview.stranger })}</p>}
      <p className="paste-sum" role="status">
        <b>{t('paste.found', { n: preview.messages.length, added: preview.added })}</b>
        {preview.messages.length > 0 && <span>{t(preview.conversation_id ? 'paste.goes_on' : 'paste.begins')}</span>}
        {unsure > 0 && <em>{t('paste.unsure_n', { n: unsure })}</em>}
        {noise > 0 && <span>{t('paste.noise_n', { n: noise })}</span>}
        {onUndo && <Button size="small" type="link" onClick={onUndo}>{t('paste.undo')}</Button>}
      </p>
      <ol className="paste-messages">
        {all.map(({ key, message, unsure: lines }) => (
          <li key={key}>
            {message && <Row message={message} zone={zone} />}
            {lines.map((each) => <Unsure key={each.line} line={each} within={message !== undefined} onLine={onLine} />)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Everybody who speaks; a tap puts them on the other side. */
function Speakers({ preview, onFlip }: { preview: PastePreview; onFlip: Props['onFlip'] }) {
  const t = useT();
  if (preview.speakers.length === 0) return null;
  return (
    <div className="paste-speakers" role="group" aria-label={t('paste.speakers')}>
      {preview.speakers.map(({ name, side, sure }) => (
        <button
          key={name} type="button" className={`paste-speaker paste-${side}`} title={t('paste.flip', { name, side: t(`paste.side.${side}`) })}
          onClick={() => onFlip(name, side === 'us' ? 'buyer' : 'us')}
        >
          <b>{t(`paste.side.${side}`)}</b><span>{name}</span>
          {!sure && <QuestionCircleOutlined aria-label={t('paste.guess')} title={t('paste.guess')} />}
          <SwapOutlined aria-hidden />
        </button>
      ))}
    </div>
  );
}

function Row({ message, zone }: { message: PasteMessage; zone: string }) {
  const t = useT();
  const at = message.at ? Date.parse(message.at) : undefined;
  return (
    <div className={`paste-row paste-row-${message.side}${message.new ? '' : ' paste-row-known'}`}>
      <header>
        <b>{message.name || t(`paste.side.${message.side}`)}</b>
        <time>{at === undefined ? t('paste.no_time') : `${dayName(at, now(), zone)} ${clockTime(at, zone)}`}</time>
        <i className={message.new ? 'paste-new' : 'paste-known'}>{t(message.new ? 'paste.new' : 'paste.known')}</i>
      </header>
      <p>{message.text}</p>
      {message.orders.map((number) => <span key={number} className="paste-order">{t('paste.order', { number })}</span>)}
    </div>
  );
}

const asked: As[] = ['buyer', 'us', 'body', 'noise'];

/** A line of which it is not sure what it is, with a button for each thing that it may be. */
function Unsure({ line: { line, text }, within, onLine }: { line: UnsureLine; within: boolean; onLine: Props['onLine'] }) {
  const t = useT();
  return (
    <div className="paste-unsure" role="group" aria-label={`${t('paste.unsure')} ${text}`}>
      <q>{text.trim()}</q>
      <span>
        {asked.filter((each) => within || each !== 'body').map((each) => (
          <button key={each} type="button" onClick={() => onLine(line, each)}>{t(`paste.as.${each}`)}</button>
        ))}
      </span>
    </div>
  );
}
