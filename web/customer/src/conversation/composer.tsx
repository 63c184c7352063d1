import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import type { Box } from '../ui/box';
import { Icon } from '../ui/icons';
import { later } from '../ui/later';
import { useStore } from '../ui/store';
import { Chips } from './chips';
import type { Conversation } from './conversation';
import { runes } from './text';
import type { Tray } from './tray';
import { accepted, limits, type SentFile } from './wire';

const TrayView = later(async () => (await import('./tray-view')).TrayView);

interface Props {
  conversation: Conversation;
  tray: Tray;
  box: Box;
  open: boolean;
}

interface Draft {
  text: string;
  files: SentFile[];
}

const MAX_HEIGHT = 120;
const DRAFT = 'draft';

// The words and files being written, kept over a reload.
function useDraft({ tray, box }: Props) {
  const [text, setText] = useState(() => box.get<Draft>(DRAFT)?.text ?? '');
  useEffect(() => tray.restore(box.get<Draft>(DRAFT)?.files ?? []), [tray]);
  const { sent } = tray;
  useEffect(() => {
    if (text || sent.length > 0) box.set(DRAFT, { text, files: sent });
    else box.remove(DRAFT);
  }, [text, sent.length]);
  return { text, setText };
}

// Sending: at once, or by itself when the last upload is done.
function useSending({ conversation, tray }: Props, text: string, setText: (text: string) => void) {
  const [waiting, setWaiting] = useState(false);
  const [held, setHeld] = useState(''); // the words that could not be sent as they are
  const count = runes(text.trim());
  const ready = count > 0 || tray.items.length > 0;
  const obstacle = () => {
    if (count > limits.runes) return t('composer.too_long', { max: limits.runes, count });
    return tray.failed ? t('composer.has_failed') : '';
  };
  const send = () => {
    setHeld(text);
    setWaiting(false);
    if (!ready || obstacle()) return;
    if (tray.busy) return setWaiting(true);
    conversation.send(text.trim(), tray.take());
    setText('');
  };
  useEffect(() => {
    if (waiting && !tray.busy) send();
  }, [waiting, tray.busy]);
  return { send, waiting: waiting && tray.busy, notice: held === text ? obstacle() : '', ready };
}

function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string) {
  useLayoutEffect(() => {
    const { style } = area.current!;
    style.height = 'auto';
    style.height = `${Math.min(MAX_HEIGHT, area.current!.scrollHeight)}px`;
  }, [text]);
}

// Opening puts the cursor into the field, except where that would raise a keyboard.
function useFocusOnOpen(area: RefObject<HTMLTextAreaElement | null>, open: boolean) {
  useEffect(() => {
    if (open && matchMedia('(pointer: fine)').matches) area.current?.focus();
  }, [open]);
}

function Choosers({ tray, photos }: { tray: Tray; photos: RefObject<HTMLInputElement | null> }) {
  const camera = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    tray.add([...(input.files ?? [])]);
    input.value = ''; // the same file may be chosen again
  };
  return (
    <>
      <button type="button" class="tool" aria-label={t('composer.photos')} onClick={() => photos.current!.click()}>
        <Icon name="photo" />
      </button>
      <button type="button" class="tool touch" aria-label={t('composer.camera')} onClick={() => camera.current!.click()}>
        <Icon name="camera" />
      </button>
      <input ref={photos} type="file" accept={accepted.join(',')} multiple hidden onChange={(e) => take(e.currentTarget)} />
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={(e) => take(e.currentTarget)} />
    </>
  );
}

function Notices({ lines }: { lines: string[] }) {
  return <p class="notice" role="status">{lines.filter(Boolean).join(' ')}</p>;
}

export function Composer(props: Props) {
  const { conversation, open } = props;
  const tray = useStore(props.tray);
  const area = useRef<HTMLTextAreaElement>(null);
  const photos = useRef<HTMLInputElement>(null);
  const { text, setText } = useDraft(props);
  const { send, waiting, notice, ready } = useSending(props, text, setText);
  useGrowing(area, text);
  useFocusOnOpen(area, open);
  const insert = (words: string) => {
    setText(text ? `${text.trimEnd()} ${words}` : words);
    area.current!.focus();
  };
  return (
    <footer class="composer">
      <Chips insert={insert} send={(words) => conversation.send(words, [])} photos={() => photos.current!.click()} />
      {tray.items.length > 0 && <TrayView tray={tray} />}
      <Notices lines={[waiting ? t('composer.after_upload') : '', tray.notice, notice]} />
      <form class="bar" onSubmit={(e) => { e.preventDefault(); send(); }}>
        <Choosers tray={tray} photos={photos} />
        <textarea
          ref={area}
          rows={1}
          value={text}
          enterkeyhint="send"
          placeholder={t('composer.placeholder')}
          aria-label={t('composer.label')}
          onInput={(e) => {
            setText(e.currentTarget.value);
            conversation.wrote(e.currentTarget.value);
          }}
          onPaste={(e) => paste(e, tray)}
          onKeyDown={(e) => {
            if (!isSend(e)) return;
            e.preventDefault();
            send();
          }}
        />
        <button class={waiting ? 'send busy' : 'send'} aria-label={t('composer.send')} disabled={!ready}>
          <Icon name="send" />
        </button>
      </form>
    </footer>
  );
}

// Enter sends; not with Shift, and not while an input method still composes a word (some
// browsers report its last Enter as key code 229 after the composition has ended).
function isSend(e: KeyboardEvent): boolean {
  return e.key === 'Enter' && !e.shiftKey && !e.isComposing && e.keyCode !== 229;
}

function paste(e: ClipboardEvent, tray: Tray): void {
  const files = [...(e.clipboardData?.files ?? [])];
  if (files.length === 0) return;
  e.preventDefault();
  tray.add(files);
}
