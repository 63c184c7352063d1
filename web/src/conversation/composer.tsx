import { PaperClipOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject } from 'react';
import type { Conversation } from '../api/wire';
import { Assistance } from '../assist/assistance';
import { useAssistant } from '../assist/assistant';
import { Underlines } from '../assist/underlines';
import { useT } from '../i18n';
import { useMe } from '../identity/api';
import { SlashButton, SlashList, useSlash } from '../quickreply/slash';
import { Attachments } from './attachments';
import { beaconOf } from './beacon';
import { useBurstWarning } from './burst_warning';
import { useDraft, type Attachment, type Draft } from './draft';
import { EmojiButton } from './emoji';
import { LaterButton } from './later_dialog';
import { length, limits } from './limits';
import { MentionList, mentioned, useMentions, useTeam } from './mention';
import type { Outbox } from './outbox';
import { byHand, useCopyOut, useTool } from './paste_sent';
import './composer.css';
import './talk.css';

interface Props {
  conversation: Conversation;
  draft: Draft;
  outbox: Outbox;
  /** More buttons beside the paper clip. */
  tools?: React.ReactNode;
}

/** Where an answer or a note is written. Enter sends, except while an input method composes. */
export function Composer({ conversation, draft, outbox, tools }: Props) {
  const t = useT();
  const { text, note, attachments } = useWritten(conversation, draft);
  const { over, dropping } = useDropping(draft);
  const area = useRef<HTMLTextAreaElement>(null);
  const field = useField(area, draft, text);
  const team = useTeam(conversation.shop.id, note);
  const mentions = useMentions(text, field.caret, note ? team : [], field.complete);
  const slash = useSlash({ conversation: conversation.id, text, on: !note, rewrite: field.rewrite, insert: field.insert });
  const warning = useBurstWarning(conversation);
  const mode = useMode(draft, area);
  const assistant = useAssistant({ user: useMe().id, conversation: conversation.id, text, on: !note });
  const { problem, ready } = useProblem(text, attachments);
  const beacon = beaconOf(conversation.id);
  const hand = useHand(conversation, note, text);
  const submit = () => {
    if (!ready || (!note && warning.stops())) return;
    assistant.release((fate) => hand.out(() => {
      mode.begin();
      const { text: body, files } = draft.take();
      outbox.add(body.trim(), files, hand.note ? { mentions: mentioned(body, team) } : undefined, fate);
      beacon.rested();
    }));
  };
  const write = (words: string) => {
    if (!words) mode.begin();
    draft.setText(words);
    if (words) beacon.typed(note);
  };
  return (
    <div className={['composer', over && 'composer-over', note && 'composer-note-mode'].filter(Boolean).join(' ')} {...dropping}>
      <Modes note={note} reaches={reaches(conversation)} onChange={mode.change} />
      <Attachments draft={draft} attachments={attachments} />
      <MentionList mentions={mentions} /><SlashList slash={slash} />
      <div className="composer-field">
        <Underlines text={text} findings={assistant.findings} area={area} />
        <textarea
          ref={area}
          value={text}
          aria-label={t(note ? 'note.label' : 'composer.label')}
          placeholder={over ? t('composer.drop') : hand.placeholder}
          onChange={(event) => (write(event.target.value), field.moved())}
          onSelect={field.moved}
          onPaste={(event) => paste(event, draft)}
          onKeyDown={(event) => !mentions.key(event) && !slash.key(event) && sendsNow(event) && (event.preventDefault(), submit())}
        />
      </div>
      {!note && <Assistance assistant={assistant} zone={conversation.shop.zone} text={text} replace={field.rewrite} send={submit} />}
      <div className="composer-foot">
        <FileButton draft={draft} /><EmojiButton onPick={field.insert} />{!note && <SlashButton slash={slash} />}
        {!note && !byHand(conversation) && <LaterButton draft={draft} conversation={conversation.id} zone={conversation.shop.zone} disabled={!ready} />}
        {tools}
        <span className="composer-note" role="status">
          {problem || (warning.shown && !note ? <em className="composer-burst">{t('composer.burst')}</em> : <Hint text={text} attachments={attachments} keys={hand.keys} wasNote={mode.wasNote} />)}
        </span>
        <Button type="primary" disabled={!ready} onClick={submit}>{hand.ok}</Button>
      </div>
    </div>
  );
}

/** What differs where words are copied out and sent by hand: files alone are evidence then, kept as a note. */
function useHand(conversation: Conversation, note: boolean, text: string) {
  const t = useT();
  const tool = useTool(conversation);
  const copy = useCopyOut(conversation);
  const here = byHand(conversation) && !note;
  const asNote = note || (here && text.trim() === '');
  return {
    note: asNote,
    out: (go: () => void) => (here ? copy(text.trim(), go) : go()),
    ok: t(note ? 'note.save' : here ? 'paste.send' : 'composer.send'),
    keys: t(note ? 'note.keys' : here ? 'paste.keys' : 'composer.keys'),
    placeholder: note ? t('note.placeholder') : here ? t('paste.reply_placeholder', { tool }) : t('composer.placeholder'),
  };
}

/** What came by a register only leads to no buyer. */
const reaches = ({ channel }: Conversation) => channel !== 'register';

/** What is being written; where it reaches no buyer, it is a note. */
function useWritten(conversation: Conversation, draft: Draft) {
  const written = useDraft(draft);
  return { ...written, note: written.note || !reaches(conversation) };
}

function Modes({ note, reaches: answers, onChange }: { note: boolean; reaches: boolean; onChange(note: boolean): void }) {
  const t = useT();
  return (
    <div className="modes" role="group" aria-label={t('composer.mode')}>
      <button type="button" aria-pressed={!note} disabled={!answers} title={answers ? undefined : t('composer.no_channel')} onClick={() => onChange(false)}>{t('composer.reply')}</button>
      <button type="button" aria-pressed={note} onClick={() => onChange(true)}>{t('composer.note')}</button>
      {note && <span>{t(answers ? 'note.hint' : 'composer.no_channel')}</span>}
    </div>
  );
}

/** Whether it will be an answer or a note, and whether the words of an answer began as a note. */
function useMode(draft: Draft, area: RefObject<HTMLTextAreaElement | null>) {
  const [wasNote, setWasNote] = useState(false);
  const change = (next: boolean) => {
    const { note, text, attachments } = draft.get();
    setWasNote(note && !next && (text.trim() !== '' || attachments.length > 0));
    draft.setNote(next);
    area.current?.focus();
  };
  return { wasNote, change, begin: () => setWasNote(false) };
}

/** The field for the words: where the caret is, and writing there. */
function useField(area: RefObject<HTMLTextAreaElement | null>, draft: Draft, text: string) {
  // Where the caret stood, and in which words: React tells of it before it has written new ones.
  const [place, setPlace] = useState({ caret: 0, text: '' });
  const replace = (before: number, words: string) => {
    const node = area.current;
    const at = node?.selectionStart ?? text.length;
    const to = node?.selectionEnd ?? at;
    draft.setText(text.slice(0, at - before) + words + text.slice(to));
    const next = at - before + words.length;
    requestAnimationFrame(() => {
      node?.focus();
      node?.setSelectionRange(next, next);
    });
  };
  return {
    caret: place.text === text ? place.caret : 0,
    moved: () => area.current && setPlace({ caret: area.current.selectionStart, text: area.current.value }),
    insert: (words: string) => replace(0, words),
    rewrite: (words: string, from: number, to: number) => {
      draft.setText(words);
      requestAnimationFrame(() => {
        area.current?.focus();
        area.current?.setSelectionRange(from, to);
      });
    },
    complete: (name: string, typed: number) => replace(typed, `${name} `),
  };
}

/** Files may be dropped on the composer. */
function useDropping(draft: Draft) {
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    draft.attach([...event.dataTransfer.files]);
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return { over, dropping: { onDragOver, onDrop, onDragLeave: () => setOver(false) } };
}

/** Whether this press sends: Enter, but neither a new line nor a chosen word. */
function sendsNow(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  // Some input methods end composing before the key arrives and say so only by 229.
  return !event.nativeEvent.isComposing && event.keyCode !== 229;
}

function isReady(text: string, attachments: Attachment[]): boolean {
  if (attachments.some((each) => each.state !== 'there')) return false;
  return text.trim() !== '' || attachments.length > 0;
}

/** The one sentence that says why this cannot be sent, and whether it can. */
function useProblem(text: string, attachments: Attachment[]): { problem: string; ready: boolean } {
  const t = useT();
  const count = length(text);
  const refused = attachments.find((each) => each.state === 'refused' || each.state === 'failed');
  const problem = count > limits.text ? t('composer.too_long', { over: count - limits.text, max: limits.text })
    : attachments.length > limits.files ? t('composer.too_many', { max: limits.files })
    : refused ? t('composer.remove_file', { name: refused.name }) : '';
  return { problem, ready: !problem && isReady(text, attachments) };
}

function Hint({ text, attachments, keys, wasNote }: { text: string; attachments: Attachment[]; keys: string; wasNote: boolean }) {
  const t = useT();
  if (wasNote) return <em className="composer-was-note">{t('composer.was_note')}</em>;
  const moving = attachments.filter((each) => each.state === 'moving').length;
  if (moving > 0) return <em>{t('composer.moving', { n: moving })}</em>;
  if (text) return <em>{t('composer.saved', { n: length(text) })}</em>;
  return <em>{keys}</em>;
}

function paste(event: ClipboardEvent, draft: Draft): void {
  const files = [...event.clipboardData.files];
  if (files.length === 0) return;
  event.preventDefault();
  draft.attach(files);
}

function FileButton({ draft }: { draft: Draft }) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tooltip title={t('composer.file_hint')}>
        <Button type="text" aria-label={t('composer.file')} icon={<PaperClipOutlined />} onClick={() => input.current?.click()} />
      </Tooltip>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={limits.types.join()}
        onChange={(event) => {
          draft.attach([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
