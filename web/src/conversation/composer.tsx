import { PaperClipOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { useT } from '../i18n';
import { Attachments } from './attachments';
import { useDraft, type Attachment, type Draft } from './draft';
import { length, limits } from './limits';
import type { Outbox } from './outbox';
import './composer.css';

interface Props {
  draft: Draft;
  outbox: Outbox;
  /** More buttons beside the paper clip. */
  tools?: React.ReactNode;
}

/** Where an answer is written. Enter sends, except while an input method composes. */
export function Composer({ draft, outbox, tools }: Props) {
  const t = useT();
  const { text, attachments } = useDraft(draft);
  const [over, setOver] = useState(false);
  const problem = useProblem(text, attachments);
  const ready = !problem && isReady(text, attachments);
  const submit = () => {
    if (!ready) return;
    const { text: body, files } = draft.take();
    outbox.add(body.trim(), files);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    draft.attach([...event.dataTransfer.files]);
  };
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <div className={over ? 'composer composer-over' : 'composer'} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <Attachments draft={draft} attachments={attachments} />
      <textarea
        value={text}
        aria-label={t('composer.label')}
        placeholder={over ? t('composer.drop') : t('composer.placeholder')}
        onChange={(event) => draft.setText(event.target.value)}
        onPaste={(event) => paste(event, draft)}
        onKeyDown={(event) => sendsNow(event) && (event.preventDefault(), submit())}
      />
      <div className="composer-foot">
        <FileButton draft={draft} />
        {tools}
        <span className="composer-note" role="status">{problem || <Hint text={text} attachments={attachments} />}</span>
        <Button type="primary" disabled={!ready} onClick={submit}>{t('composer.send')}</Button>
      </div>
    </div>
  );
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

/** The one sentence that says why this cannot be sent. */
function useProblem(text: string, attachments: Attachment[]): string {
  const t = useT();
  const count = length(text);
  if (count > limits.text) return t('composer.too_long', { over: count - limits.text, max: limits.text });
  if (attachments.length > limits.files) return t('composer.too_many', { max: limits.files });
  const refused = attachments.find((each) => each.state === 'refused' || each.state === 'failed');
  return refused ? t('composer.remove_file', { name: refused.name }) : '';
}

function Hint({ text, attachments }: { text: string; attachments: Attachment[] }) {
  const t = useT();
  const moving = attachments.filter((each) => each.state === 'moving').length;
  if (moving > 0) return <em>{t('composer.moving', { n: moving })}</em>;
  if (text) return <em>{t('composer.saved', { n: length(text) })}</em>;
  return <em>{t('composer.keys')}</em>;
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
